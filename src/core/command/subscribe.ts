import { formatCadence, readCadence } from '#core/delivery/cadence.ts'

import type { Command, Misread, SubscriptionsCommand } from './command.ts'
import { formatEdit, formatPlaces, readEdit } from './edit.ts'
import {
  CHOOSE,
  endOfWhat,
  ONLY,
  type Parse,
  readPlaces,
  readWhat,
  WEEKLY,
  withTime,
} from './subscribe-parts.ts'
import { readQuoted, writeValue } from './values.ts'

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

const ACT = /^(pause|resume|remove|delete|unsubscribe|preview|test|resend)\s+#?(\d{1,15})$/iu
const MOVE = /^move\s+#?(\d{1,15})\s+(.+)$/isu
const EDIT = /^(?:edit|change)\s+#?(\d{1,15})(?=$|\s)/iu
const REMOVES = /^(?:delete|unsubscribe)$/iu

/** What follows `subscriptions` from `start` on: nothing, `all`, or something to do with one. */
export function readSubscriptions(
  text: string,
  start: number,
  parse: Parse,
): SubscriptionsCommand | Misread {
  const rest = text.slice(start).trim()
  if (rest === '' || /^list$/iu.test(rest)) return { kind: 'subscriptions', act: 'list' }
  if (/^(?:list\s+)?all$/iu.test(rest)) return { kind: 'subscriptions', act: 'all' }
  const [, verb = '', digits] = ACT.exec(rest) ?? []
  if (digits !== undefined) {
    const act = REMOVES.test(verb) ? 'remove' : (verb.toLowerCase() as 'pause')
    return { kind: 'subscriptions', act, id: Number(digits) }
  }
  const [begun = '', edited] = EDIT.exec(rest) ?? []
  if (edited !== undefined)
    return readEdit({ text, rest: rest.slice(begun.length).trim(), id: Number(edited) }, parse)
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
    'Say what to do with which one: `subscriptions pause 3`, resume, edit, remove, preview, test, or `subscriptions move 3 weekly tuesday 10:00`.'
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
    const places = formatPlaces(to)
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
    case 'edit':
      return formatEdit(command)
    case 'pause':
    case 'resume':
    case 'remove':
    case 'preview':
    case 'test':
    case 'resend':
      return `subscriptions ${command.act} ${command.id}`
  }
}
