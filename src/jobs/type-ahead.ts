import { placeOf } from '#core/access/place.ts'
import type { NamesLike, TypeAhead } from '#core/home/home.ts'

import { mayAsk } from './may-ask.ts'
import type { Reads } from './outcome.ts'

/** The longest list a platform takes. */
const MOST = 100
const LONGEST = 100

/**
 * Names for who may ask about them, there: whether there is one is itself an answer. People are aliases
 * alone: an address is looked up by a question, which leaves an audit row.
 */
export function typeAhead({ names, ...house }: Reads & { readonly names: NamesLike }): TypeAhead {
  return async (what, typed, { viewer, place: name }) => {
    const place = placeOf(name)
    const action = { team: 'ask units', user: 'ask people', model: 'ask company' } as const
    const decision = await mayAsk({ viewer, place, action: action[what] }, house)
    if (!decision.allowed || typed.length > LONGEST) return []
    const { within } = decision
    const published = decision.view !== 'exact'
    const asked = { typed: typed.trim(), most: MOST, published, ...(within && { within }) }
    return names[what](asked)
  }
}
