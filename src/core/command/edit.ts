import { formatCadence, readCadence } from '#core/delivery/cadence.ts'

import type { Misread, SubscriptionsCommand } from './command.ts'
import type { EditCommand, SubscribePlace } from './edit-command.ts'
import { CHOOSE, endOfWhat, ONLY, type Parse, readPlaces, readWhat } from './subscribe-parts.ts'
import { readQuoted, writeValue } from './values.ts'

type Typed = { readonly text: string; readonly rest: string; readonly id: number }

const ONLY_WORDS: Readonly<Record<string, 'notable' | 'off'>> = { notable: 'notable', off: 'off' }

/** What follows `subscriptions edit 3`: what is to be other than it is, or nothing, to be shown how it is. */
export function readEdit({ text, rest, id }: Typed, parse: Parse): SubscriptionsCommand | Misread {
  const misread = (part: string, why: string): Misread => ({
    kind: 'misread',
    text,
    problems: [{ text: part, why, suggestions: [] }],
    suggestion: `subscriptions edit ${id}`,
  })
  const quoted = readQuoted(rest, 0)
  const at = quoted ? quoted.end : endOfWhat(rest)
  const typed = (quoted?.value ?? rest.slice(0, at)).trim()
  const what = typed === '' && !quoted ? undefined : readWhat(typed, parse)
  if (typeof what === 'object') return { kind: 'misread', text, problems: what.problems }
  const choose = CHOOSE.test(rest.slice(at))
  const tail = rest.slice(at).replace(CHOOSE, '')
  const [said = '', word] = ONLY.exec(tail) ?? []
  const only = word === undefined ? undefined : ONLY_WORDS[word.toLowerCase()]
  if (word !== undefined && only === undefined)
    return misread(said, 'It is sent `only:notable`, or each time: `only:off`.')
  const places = readPlaces(tail.replace(ONLY, ''))
  const { to } = places
  if (places.cadence === '' && what === undefined && to.length === 0 && only === undefined)
    return { kind: 'subscriptions', act: 'edit', id, choose: true }
  const cadence = places.cadence === '' ? undefined : readCadence(places.cadence, '')
  if (cadence !== undefined && 'why' in cadence) return misread(cadence.text, cadence.why)
  const often = cadence && formatCadence(cadence).trim()
  if (often !== undefined && what === undefined && to.length === 0 && only === undefined && !choose)
    return { kind: 'subscriptions', act: 'move', id, cadence: often }
  return {
    kind: 'subscriptions',
    act: 'edit',
    id,
    ...(what !== undefined && { what }),
    ...(often !== undefined && { cadence: often }),
    ...(to.length > 0 && { to }),
    ...(only !== undefined && { only }),
    ...(choose && { choose }),
  }
}

export const formatPlaces = (to: readonly SubscribePlace[]): readonly string[] =>
  to.flatMap(({ place, team }) => [
    `to:${place}`,
    ...(team === undefined ? [] : [`team:${writeValue(team)}`]),
  ])

/** As `readEdit` reads it back. */
export function formatEdit({ id, what, cadence, to = [], only, choose }: EditCommand): string {
  const begun = `subscriptions edit ${id}`
  const said = [
    ...(what === undefined ? [] : [writeValue(what)]),
    // Alone it says that all is still to be chosen.
    ...(choose === true && (what ?? cadence ?? only ?? to[0]) !== undefined ? ['choose'] : []),
    ...(cadence === undefined ? [] : [cadence]),
    ...formatPlaces(to),
    ...(only === undefined ? [] : [`only:${only}`]),
  ]
  return [begun, ...said].join(' ')
}
