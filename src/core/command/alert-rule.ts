import { readQuiet } from '#core/alert/quiet.ts'

import { placeTyped } from './alert-route.ts'
import type { AlertRuleSet, Misread } from './command.ts'

const WORD =
  /(?<=^|\s)(?<key>to|quiet|silence|limit)\s*[:=]\s*(?:(?<id><[#@][^>]+>)|(?<value>\$?[\d,]*\d(?:\.\d{1,6})?%?(?=$|\s)|[^\s,;]+))/giu
const SPAN = /^(\d{1,3})\s*([hdw])$/iu
const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 }
const MOST_HOURS = 30 * 24
const AMOUNT = /^\$?(?<digits>\d[\d,]*(?:\.\d{1,6})?)%?$/u
const LARGEST = 1_000_000_000
const NONE = /^(?:none|off|no)$/iu

const WHY =
  'Say where its alerts go, when it is quiet or how long it is silent: alert rule role-changed to:#security quiet:22:00-07:00.'

/** What follows `alert rule`: a rule's name, and what is set of it; `none` takes it back. */
export function readRuleSet(text: string, rule: string, more: string): AlertRuleSet | Misread {
  const words = new Map(
    [...more.matchAll(WORD)].map(({ groups }) => {
      const value = groups?.['id'] ?? groups?.['value'] ?? ''
      return [groups?.['key']?.toLowerCase(), NONE.test(value) ? null : value]
    }),
  )
  const left = more.replace(WORD, '').trim()
  if (left !== '' || words.size === 0) return wrong(text, left, rule)
  const [to, typed, span, amount] = ['to', 'quiet', 'silence', 'limit'].map((key) => words.get(key))
  const quiet = typed == null ? typed : readQuiet(typed)
  const hours = span == null ? span : hoursOf(span)
  if (typed != null && quiet === undefined) return wrong(text, typed, rule)
  if (span != null && hours === undefined) return tooLong(text, span, rule)
  const limit = amount === undefined ? amount : limitOf(amount)
  if (amount !== undefined && limit === undefined) return wrong(text, amount ?? 'none', rule)
  return {
    kind: 'alert',
    act: 'rule',
    rule,
    ...(to !== undefined && { to: to === null ? to : placeTyped(to) }),
    ...(quiet !== undefined && { quiet }),
    ...(hours !== undefined && { hours: hours ?? 0 }),
    ...(limit !== undefined && { limit }),
  }
}

function hoursOf(span: string): number | undefined {
  const [, count = '', unit = ''] = SPAN.exec(span) ?? []
  const hours = Number(count) * (HOURS[unit.toLowerCase()] ?? 0)
  return hours >= 1 && hours <= MOST_HOURS ? hours : undefined
}

function limitOf(typed: string | null): number | undefined {
  const { digits = '' } = AMOUNT.exec(typed ?? '')?.groups ?? {}
  const limit = Number(digits.replaceAll(',', ''))
  return limit > 0 && limit <= LARGEST ? limit : undefined
}

const tooLong = (text: string, part: string, rule: string): Misread => ({
  kind: 'misread',
  text,
  problems: [
    {
      text: part,
      why: `Say how long it is silent, up to 30 days: alert rule ${rule} silence:1w.`,
      suggestions: [],
    },
  ],
  suggestion: `alert rule ${rule} silence:1w`,
})

function wrong(text: string, part: string, rule: string): Misread {
  return {
    kind: 'misread',
    text,
    problems: [{ text: part, why: WHY, suggestions: [] }],
    suggestion: `alert rule ${rule} quiet:22:00-07:00`,
  }
}

/** `alert rule made-3 to:#sales quiet:22:00-07:00 silence:1w`. */
export function formatRuleSet({ rule, to, quiet, hours, limit }: AlertRuleSet): string {
  return [
    `alert rule ${rule}`,
    ...(to === undefined ? [] : [`to:${to ?? 'none'}`]),
    ...(quiet === undefined ? [] : [`quiet:${quiet ?? 'none'}`]),
    ...(limit === undefined ? [] : [`limit:${writtenLimit(limit)}`]),
    ...(hours === undefined ? [] : [`silence:${hours === 0 ? 'none' : spanOf(hours)}`]),
  ].join(' ')
}

const writtenLimit = (limit: number): string =>
  limit.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 6 })

/** `1w`, `2d`, `5h`. */
export const spanOf = (hours: number): string =>
  hours % 168 === 0 ? `${hours / 168}w` : hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`
