import { ACCOUNT, writtenAccount } from '#core/access/account.ts'
import { SEVERITIES } from '#core/alert/alert.ts'
import type { AlertRoute, AlertUnroute } from '#core/alert/command.ts'
import type { RouteWhat } from '#core/alert/route.ts'

import type { Misread } from './command.ts'
import { read } from './draft.ts'
import { writeFilter } from './suggest.ts'

const PLACE = String.raw`(?:<[#@][^>]+>|(?:the\s+)?[^\s,;]+)`
const AND = String.raw`(?:\s*,\s*|\s+and\s+)`
const TO = new RegExp(
  String.raw`(?<=^|\s)to(?:\s*[:=]\s*|\s+)(?<places>${PLACE}(?:${AND}${PLACE})*)(?<preview>\s+preview)?\s*$`,
  'iu',
)
/** Where all others go. */
const ADMINS = /^(?:the\s+)?admins$/iu
const SEVERITY =
  /(?<=^|[\s,;])(?:severity\s*[:=]\s*)?(?<severity>info|warning|critical)s?(?=$|[\s,;])/iu

const EXAMPLE = 'alert route severity:critical to #sec-oncall'
const ONE =
  'A route goes to one place; `admins` behind it tells the admins as well: `alert route severity:critical to #sec-oncall, admins`.'
const HOW = `Say which alerts go where: ${EXAMPLE}, or team:eng, or both.`

/** What follows `alert route`: a team, a severity or both, and where those alerts go. */
export function readRoute(text: string, start: number): AlertRoute | Misread {
  const rest = text.slice(start)
  const to = TO.exec(rest)
  const { places = '', preview } = to?.groups ?? {}
  if (to === null) return misread(text, rest.trim(), HOW)
  const named = places.split(new RegExp(AND, 'iu'))
  const [place, ...others] = named.filter((one) => !ADMINS.test(one))
  if (place === undefined || others.length > 0) return misread(text, places, ONE)
  const which = rest.slice(0, to.index)
  const severity = SEVERITY.exec(which)?.groups?.['severity']?.toLowerCase()
  const left = which.replace(SEVERITY, ' ')
  const { problems, filters, ...more } = read(left)
  const { team: [team, ...teams] = [], ...besides } = filters
  if (/severity/iu.test(left) || SEVERITY.test(left))
    return misread(
      text,
      which.trim(),
      `A severity is one of ${SEVERITIES.join(', ')}; more take a route each.`,
    )
  if (problems.length > 0)
    return { kind: 'misread', text, problems: problems.map(plain), suggestion: EXAMPLE }
  if (teams.length > 0 || Object.keys(besides).length > 0 || Object.keys(more).length > 0)
    return misread(
      text,
      which.trim(),
      'A route is for one team:, one severity: or both; more take a route each.',
    )
  if (team === undefined && severity === undefined)
    return misread(
      text,
      rest.trim(),
      `${HOW} Where all others go is set by AI_USAGE_ADMIN_CHANNEL.`,
    )
  return {
    kind: 'alert',
    act: 'route',
    team: team ?? null,
    severity: SEVERITIES.find((known) => known === severity) ?? null,
    to: placeTyped(place),
    ...(named.length > 1 && { admins: true }),
    ...(preview !== undefined && { preview: true }),
  }
}

const plain = <Of extends { readonly suggestions: readonly string[] }>(problem: Of): Of => ({
  ...problem,
  suggestions: [],
})

const CHANNEL = /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/iu
const PERSON = new RegExp(String.raw`^(?:<@|@)(${ACCOUNT})(?:\|[^>]*)?>?$`, 'iu')

/** A place as it is kept in a command: an id where the chat gave one, else as typed. */
export function placeTyped(value: string): string {
  const [, channel] = CHANNEL.exec(value) ?? []
  const [, account] = PERSON.exec(value) ?? []
  if (account !== undefined) return writtenAccount(account)
  return channel ?? (/^(?:here|me)$/iu.test(value) ? value.toLowerCase() : value)
}

/** `alert route team:eng severity:critical to #sec-oncall`: what `readRoute` reads back as the same. */
export function formatRoute({
  to,
  admins,
  preview,
  ...what
}: Omit<AlertRoute, 'kind' | 'act'>): string {
  const routed = formatRouted(what, { id: to, admins })
  return [routed, ...(preview === true ? ['preview'] : [])].join(' ')
}

/** `id`: of the place, or the word for it. */
export const formatRouted = (
  { team, severity }: RouteWhat,
  { id, admins }: { readonly id: string; readonly admins?: true | undefined },
): string =>
  [
    'alert route',
    ...(team === null ? [] : [writeFilter('team', [team])]),
    ...(severity === null ? [] : [`severity:${severity}`]),
    `to ${id}${admins === true ? ', admins' : ''}`,
  ].join(' ')

/** What follows `alert unroute`: the route's number. */
export function readUnroute(text: string, what: string, more: string): AlertUnroute | Misread {
  return /^\d{1,9}$/u.test(what) && more === ''
    ? { kind: 'alert', act: 'unroute', no: Number(what) }
    : misread(text, what, 'Say which route by its number: alert unroute 2.', 'alerts routes')
}

function misread(text: string, part: string, why: string, suggestion = EXAMPLE): Misread {
  return { kind: 'misread', text, problems: [{ text: part, why, suggestions: [] }], suggestion }
}
