import { daysBetween, type Day } from '#core/time/day.ts'
import { GATEWAYS, matches } from '#core/truth/default-order.ts'

import type { BillFacts, MeasureFacts, SourceFacts, ToolFacts } from './facts.ts'

/** Why two numbers of the same thing may differ; money in micro-dollars. */
export type Reason =
  | { readonly kind: 'not-final'; readonly days: number }
  | { readonly kind: 'rounding'; readonly rows: number }
  | { readonly kind: 'negotiated-price'; readonly share: number; readonly days: number }
  | { readonly kind: 'credits'; readonly micros: number }
  | { readonly kind: 'without-estimate'; readonly micros: number }
  | { readonly kind: 'one-side-only'; readonly billOnly: number; readonly estimateOnly: number }
  | { readonly kind: 'unknown-currency'; readonly lines: number }
  | { readonly kind: 'cached-at-full-price'; readonly source: string; readonly tokens: number }
  | { readonly kind: 'gateway-partial'; readonly source: string; readonly share: number }
  | {
      readonly kind: 'fewer-days'
      readonly source: string
      readonly days: number
      readonly of: number
    }

/** Days a vendor may still change: most finish within three, a few take longer. */
const LATE_DAYS = 3

/** As close as a negotiated price is the same from day to day. */
const SAME_RATE = 0.02
const LEAST_DAYS = 3

/** The bill and the estimate of the days that have both. */
export function billAgainstEstimate({ days }: BillFacts): {
  readonly days: number
  readonly bill: number
  readonly estimate: number
} {
  const both = days.filter(({ bill, estimate }) => bill !== null && estimate !== null)
  return {
    days: both.length,
    bill: both.reduce((sum, { bill }) => sum + (bill ?? 0), 0),
    estimate: both.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0),
  }
}

/** Likely reasons for a bill to differ from what was reckoned; none where they are the same. */
export function billReasons(tool: ToolFacts, today: Day): readonly Reason[] {
  const { bill } = tool
  if (!bill) return []
  const { bill: billed, estimate } = billAgainstEstimate(bill)
  const aside = oneSided(bill)
  if (billed === estimate && aside.length === 0 && bill.unknownLines === 0) return []
  if (Math.abs(billed - estimate) <= bill.rows && aside.length === 0 && bill.unknownLines === 0) {
    return [{ kind: 'rounding', rows: bill.rows }]
  }
  return [
    ...notFinal(bill, today),
    ...(bill.credited < 0 ? [{ kind: 'credits', micros: -bill.credited } as const] : []),
    ...(bill.withoutEstimate > 0
      ? [{ kind: 'without-estimate', micros: bill.withoutEstimate } as const]
      : []),
    ...(estimate > billed ? cachedAtFullPrice(tool) : []),
    ...negotiated(bill),
    ...aside,
    ...(bill.unknownLines > 0
      ? [{ kind: 'unknown-currency', lines: bill.unknownLines } as const]
      : []),
  ]
}

function notFinal({ days }: BillFacts, today: Day): readonly Reason[] {
  const late = days.filter(({ day }) => daysBetween(day, today) <= LATE_DAYS).length
  return late > 0 ? [{ kind: 'not-final', days: late }] : []
}

/** The same share of the list price on every day is no accident. */
function negotiated({ days, credited, withoutEstimate }: BillFacts): readonly Reason[] {
  if (credited < 0 || withoutEstimate > 0) return []
  const shares = days.flatMap(({ bill, estimate }) =>
    bill !== null && estimate !== null && estimate > 0 ? [bill / estimate] : [],
  )
  if (shares.length < LEAST_DAYS) return []
  const [least, most] = [Math.min(...shares), Math.max(...shares)]
  const share = shares.reduce((sum, it) => sum + it, 0) / shares.length
  const steady = most - least <= SAME_RATE * share
  return steady && Math.abs(share - 1) > SAME_RATE
    ? [{ kind: 'negotiated-price', share, days: shares.length }]
    : []
}

function oneSided({ days }: BillFacts): readonly Reason[] {
  const billOnly = days.filter(({ bill, estimate }) => bill !== null && estimate === null).length
  const estimateOnly = days.filter(
    ({ bill, estimate }) => bill === null && estimate !== null,
  ).length
  return billOnly + estimateOnly > 0 ? [{ kind: 'one-side-only', billOnly, estimateOnly }] : []
}

/** A source that cannot tell cached tokens counts them as input, and they are priced as input. */
function cachedAtFullPrice({ cache }: ToolFacts): readonly Reason[] {
  const most = Math.max(0, ...cache.map(({ cacheRead }) => cacheRead ?? 0))
  if (most === 0) return []
  return cache.flatMap(({ source, cacheRead, input }) =>
    (cacheRead ?? 0) === 0 && (input ?? 0) > 0
      ? [{ kind: 'cached-at-full-price', source, tokens: most } as const]
      : [],
  )
}

/** Likely reasons for a source to say something else than what is counted. */
export function sourceReasons(
  source: SourceFacts,
  { days, counted }: Pick<MeasureFacts, 'days' | 'counted'>,
): readonly Reason[] {
  const { source: name, says, countedThen } = source
  if (says === null || counted === null || says === counted) return []
  const short = countedThen !== null && says < countedThen
  const isGateway = GATEWAYS.some((pattern) => matches(pattern, name, ''))
  return [
    ...(short && isGateway
      ? [{ kind: 'gateway-partial', source: name, share: says / countedThen } as const]
      : []),
    ...(source.days < days
      ? [{ kind: 'fewer-days', source: name, days: source.days, of: days } as const]
      : []),
  ]
}
