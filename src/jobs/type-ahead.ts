import { placeOf } from '#core/access/place.ts'
import type { Action } from '#core/access/rules.ts'
import type { NamesLike, TypeAhead, TypedName } from '#core/home/home.ts'

import { mayAsk } from './may-ask.ts'
import type { Reads } from './outcome.ts'

/** The longest list a platform takes. */
const MOST = 100
const LONGEST = 100

/** What a list of such names is: assets are told to who sees exact numbers. */
const ACTION = {
  team: 'ask units',
  user: 'ask people',
  model: 'ask company',
  asset: 'ask people',
} as const satisfies Record<TypedName, Action>

/**
 * Names for who may ask about them, there: whether there is one is itself an answer. People are aliases
 * alone: an address is looked up by a question, which leaves an audit row.
 */
export function typeAhead({ names, ...house }: Reads & { readonly names: NamesLike }): TypeAhead {
  return async (what, typed, { viewer, place: name }) => {
    const place = placeOf(name)
    const decision = await mayAsk({ viewer, place, action: ACTION[what] }, house)
    if (!decision.allowed || typed.length > LONGEST) return []
    const { within } = decision
    const published = decision.view !== 'exact'
    const asked = { typed: typed.trim(), most: MOST, published, ...(within && { within }) }
    return names[what](asked)
  }
}
