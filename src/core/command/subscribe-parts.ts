import type { Command, Misread } from './command.ts'
import type { SubscribePlace } from './edit-command.ts'
import { readQuoted } from './values.ts'

export type Parse = (text: string) => Command | Misread

/** What may be sent without being asked for each time: what changes from day to day. */
const KINDS: ReadonlySet<Command['kind']> = new Set([
  'ask',
  'audit',
  'contract',
  'digest',
  'reconcile',
  'status',
])

const CADENCE = /(?<=^|\s)(?:daily|weekdays?|weekly|monthly)(?=$|\s)/iu
export const CHOOSE = /(?<=^|\s)choose(?=$|\s)/iu
const TO = /(?<=^|\s)to:\s*(?:<#([A-Z0-9]+)(?:\|[^>]*)?>|(\S+))/giu
const TEAM = /^\s*team:\s*/iu
export const ONLY = /(?<=^|\s)only(?::\s*|\s+)(?:(?:when|if)\s+)?(\S+)/iu
export const WEEKLY = 'weekly monday 09:00'

/** How often, or to where: whichever comes first. */
export function endOfWhat(rest: string): number {
  const found = [CADENCE, CHOOSE, TO, ONLY]
    .map((words) => rest.search(words))
    .filter((at) => at >= 0)
  return Math.min(rest.length, ...found)
}

/** A suggestion for a part of the cadence, in its place. */
export function withTime(suggestion: string, typed: string): string {
  if (CADENCE.test(suggestion)) return suggestion
  const [kind = 'weekly'] = CADENCE.exec(typed) ?? []
  const day = kind.toLowerCase() === 'weekly' ? ' monday' : ''
  return suggestion.includes(':')
    ? `${kind}${day} ${suggestion}`
    : `${kind}${day} 09:00 ${suggestion}`
}

type Wrong = Pick<Misread, 'problems'> & {
  /** What may have been meant. */
  readonly instead?: string
}

export function readWhat(typed: string, parse: Parse): string | Wrong {
  const text = typed.trim()
  const found = parse(text)
  if (found.kind === 'misread') {
    const { problems, suggestion: instead } = found
    return { problems, ...(instead !== undefined && { instead }) }
  }
  if (text === '')
    return wrong('nothing', 'Say what: `subscribe "team:eng 30d" weekly monday 09:00`.')
  if (found.kind === 'digest' && found.asOf !== undefined)
    return wrong(text, 'Each digest is as of its own Monday: leave `as-of:` out.')
  // One's own exact numbers are never stored beside one's account, and what is sent is stored.
  if (found.kind === 'me')
    return wrong(text, 'Your own numbers are stored nowhere, so they are not sent by themselves.')
  return KINDS.has(found.kind)
    ? text
    : wrong(text, 'That can not be sent by itself; a question of numbers can, like `team:eng 30d`.')
}

const wrong = (text: string, why: string): Wrong => ({
  problems: [{ text, why, suggestions: [] }],
})

/** The places, each with the team it is for, and what is left: the cadence. */
export function readPlaces(text: string): {
  readonly cadence: string
  readonly to: readonly SubscribePlace[]
} {
  const to: SubscribePlace[] = []
  let cadence = ''
  let from = 0
  for (const found of text.matchAll(TO)) {
    if (found.index < from) continue
    cadence += ` ${text.slice(from, found.index)}`
    const [all, id, name = ''] = found
    from = found.index + all.length
    const [label] = TEAM.exec(text.slice(from)) ?? []
    const place = id ?? (/^(?:here|me)$/iu.test(name) ? name.toLowerCase() : name)
    if (label === undefined) {
      to.push({ place })
      continue
    }
    const begin = from + label.length
    const quoted = readQuoted(text, begin)
    const team = quoted?.value ?? /^\S+/u.exec(text.slice(begin))?.[0] ?? ''
    from = quoted?.end ?? begin + team.length
    to.push({ place, team })
  }
  return { cadence: `${cadence} ${text.slice(from)}`.trim().replaceAll(/\s+/gu, ' '), to }
}
