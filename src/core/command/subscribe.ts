import { formatCadence, readCadence } from '#core/delivery/cadence.ts'

import type { Command, Misread, SubscribePlace, SubscriptionsCommand } from './command.ts'
import { readQuoted, writeValue } from './values.ts'

type Parse = (text: string) => Command | Misread

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
const CHOOSE = /(?<=^|\s)choose(?=$|\s)/iu
const TO = /(?<=^|\s)to:\s*(?:<#([A-Z0-9]+)(?:\|[^>]*)?>|(\S+))/giu
const TEAM = /^\s*team:\s*/iu
const ONLY = /(?<=^|\s)only(?::\s*|\s+)(?:(?:when|if)\s+)?(\S+)/iu
const WEEKLY = 'weekly monday 09:00'

/** `subscribe "team:eng 30d" weekly monday 09:00 to:here`; what follows `subscribe` from `start` on. */
export function readSubscribe(text: string, start: number, parse: Parse): Command | Misread {
  const rest = text.slice(start).trim()
  const quoted = readQuoted(rest, 0)
  const at = quoted ? quoted.end : endOfWhat(rest)
  const what = readWhat(quoted?.value ?? rest.slice(0, at), parse)
  if (typeof what !== 'string') {
    const { problems, instead } = what
    const suggestion = instead && `subscribe ${writeValue(instead)} ${rest.slice(at).trim()}`.trim()
    return { kind: 'misread', text, problems, ...(suggestion && { suggestion }) }
  }
  const choose = CHOOSE.test(rest.slice(at))
  const tail = rest.slice(at).replace(CHOOSE, '')
  const [said, only] = ONLY.exec(tail) ?? []
  const wrongly = only === undefined ? undefined : onlyProblem(only, { what, parse })
  if (wrongly !== undefined) {
    const problem = { text: said ?? '', why: wrongly.why, suggestions: [] }
    const suggestion = `subscribe ${writeValue(what)} ${tail.replace(ONLY, wrongly.instead).trim()}`
    return { kind: 'misread', text, problems: [problem], suggestion: suggestion.trim() }
  }
  const { cadence, to } = readPlaces(tail.replace(ONLY, ''))
  const read = readCadence(cadence === '' ? WEEKLY : cadence, '')
  if ('why' in read) {
    const problem = { text: read.text, why: read.why, suggestions: [] }
    const suggestion = `subscribe ${writeValue(what)} ${withTime(read.suggestion, cadence)}`
    const again = parse(suggestion).kind === 'subscribe' ? { suggestion } : {}
    return { kind: 'misread', text, problems: [problem], ...again }
  }
  const chosen = formatCadence(read).trim()
  return {
    kind: 'subscribe',
    what,
    cadence: chosen,
    to,
    ...(only !== undefined && { only: 'notable' }),
    ...(choose && { choose }),
  }
}

/** Why it can't be left out so, and what to write in its place. */
function onlyProblem(
  only: string,
  { what, parse }: { readonly what: string; readonly parse: Parse },
): { readonly why: string; readonly instead: string } | undefined {
  if (!/^notable$/iu.test(only))
    return { why: 'A digest is sent each time, or `only:notable`.', instead: 'only:notable' }
  const asked = parse(what)
  const isWhole = asked.kind === 'digest' && asked.show === undefined
  return isWhole
    ? undefined
    : { why: 'Only of a `digest` it is known whether something stands out.', instead: '' }
}

/** How often, or to where: whichever comes first. */
function endOfWhat(rest: string): number {
  const found = [CADENCE, CHOOSE, TO, ONLY]
    .map((words) => rest.search(words))
    .filter((at) => at >= 0)
  return Math.min(rest.length, ...found)
}

/** A suggestion for a part of the cadence, in its place. */
function withTime(suggestion: string, typed: string): string {
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

function readWhat(typed: string, parse: Parse): string | Wrong {
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
function readPlaces(text: string): {
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

const ACT = /^(pause|resume|remove|delete|unsubscribe|preview|test|resend)\s+#?(\d{1,15})$/iu
const MOVE = /^(?:move|edit)\s+#?(\d{1,15})\s+(.+)$/isu
const REMOVES = /^(?:delete|unsubscribe)$/iu

/** What follows `subscriptions` from `start` on: nothing, `all`, or something to do with one. */
export function readSubscriptions(text: string, start: number): SubscriptionsCommand | Misread {
  const rest = text.slice(start).trim()
  if (rest === '' || /^list$/iu.test(rest)) return { kind: 'subscriptions', act: 'list' }
  if (/^(?:list\s+)?all$/iu.test(rest)) return { kind: 'subscriptions', act: 'all' }
  const [, verb = '', digits] = ACT.exec(rest) ?? []
  if (digits !== undefined) {
    const act = REMOVES.test(verb) ? 'remove' : (verb.toLowerCase() as 'pause')
    return { kind: 'subscriptions', act, id: Number(digits) }
  }
  const [, moved, cadence = ''] = MOVE.exec(rest) ?? []
  if (moved !== undefined) {
    const read = readCadence(cadence, '')
    if (!('why' in read))
      return {
        kind: 'subscriptions',
        act: 'move',
        id: Number(moved),
        cadence: formatCadence(read).trim(),
      }
    const problem = { text: read.text, why: read.why, suggestions: [] }
    return { kind: 'misread', text, problems: [problem] }
  }
  const why =
    'Say what to do with which one: `subscriptions pause 3`, resume, remove, preview, test, or `subscriptions move 3 weekly tuesday 10:00`.'
  return {
    kind: 'misread',
    text,
    problems: [{ text: rest, why, suggestions: [] }],
    suggestion: 'subscriptions',
  }
}

/** As `readSubscribe` and `readSubscriptions` read them back. */
export function formatSubscribe(
  command: Extract<Command, { kind: 'subscribe' | 'subscriptions' }>,
): string {
  if (command.kind === 'subscribe') {
    const { what, cadence, to, only, choose } = command
    const places = to.flatMap(({ place, team }) => [
      `to:${place}`,
      ...(team === undefined ? [] : [`team:${writeValue(team)}`]),
    ])
    const often = choose === true ? ['choose', cadence] : [cadence]
    const all = ['subscribe', writeValue(what), ...often, ...places]
    return [...all, ...(only === undefined ? [] : [`only:${only}`])].join(' ')
  }
  switch (command.act) {
    case 'list':
      return 'subscriptions'
    case 'all':
      return 'subscriptions all'
    case 'move':
      return `subscriptions move ${command.id} ${command.cadence}`
    case 'pause':
    case 'resume':
    case 'remove':
    case 'preview':
    case 'test':
    case 'resend':
      return `subscriptions ${command.act} ${command.id}`
  }
}
