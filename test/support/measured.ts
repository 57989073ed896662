import type { Span } from '#core/insight/usual-range.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measured, Measurement, MetricId, Value } from '#core/metric/metric.ts'
import { day } from '#core/time/day.ts'
import { eachDay, equalLengthBefore, length, type Period, workingDays } from '#core/time/period.ts'

export function span(from: string, to: string, rest: Partial<Span> = {}): Span {
  const period = { from: day(from), to: day(to) }
  return { period, previous: equalLengthBefore(period), partial: false, ...rest }
}

/** 30 days to Friday 20 November 2026, against 22 September to 21 October: 22 v 22 working days. */
export const thirtyDays = span('2026-10-22', '2026-11-20')

type Daily = (index: number, of: number) => Value

/**
 * A measurement whose totals, series and comparable days agree with each other, from a value per
 * day of either period. A null day is unknown and leaves the comparison on both sides.
 */
export function measurement(
  metric: MetricId,
  daily: { readonly now: Daily; readonly before: Daily; readonly span?: Span },
  rest: Partial<Measurement> = {},
): Measurement {
  const { period, previous } = daily.span ?? thirtyDays
  const now = values(period, daily.now)
  const before = values(previous, daily.before)
  const pairs = now.flatMap((value, index) => {
    const earlier = before[index]
    return value === null || earlier === null || earlier === undefined ? [] : [index]
  })
  const working = (of: Period) =>
    pairs.filter((index) => {
      const date = eachDay(of)[index]
      return date !== undefined && workingDays({ from: date, to: date }) === 1
    }).length
  return {
    metric,
    unit: catalogue[metric].unit,
    now: total(now),
    before: total(before),
    comparable: {
      now: total(pairs.map((index) => now[index] ?? null)),
      before: total(pairs.map((index) => before[index] ?? null)),
      days: pairs.length,
      workingDaysNow: working(period),
      workingDaysBefore: working(previous),
    },
    coverage: { tools: ['chatgpt', 'claude'], cannot: [] },
    series: eachDay(period).map((from, index) => ({ from, value: now[index] ?? null })),
    seriesBefore: eachDay(previous).map((from, index) => ({ from, value: before[index] ?? null })),
    ...rest,
  }
}

/** Spreads a whole number over the days of a period, so that it adds up again. */
export function spread(sum: number): Daily {
  return (index, of) => Math.floor((sum * (index + 1)) / of) - Math.floor((sum * index) / of)
}

export const unknown: Daily = () => null

/** People are counted once over the whole period, so their total is given, not summed. */
export function people(now: number, before: number, rest: Partial<Measurement> = {}): Measurement {
  const base = measurement('active_people', {
    now: () => Math.ceil(now * 0.6),
    before: () => Math.ceil(before * 0.6),
  })
  return { ...base, now, before, comparable: { ...base.comparable, now, before }, ...rest }
}

export function measured(
  measurements: readonly Measurement[],
  rest: Partial<Measured> = {},
): Measured {
  return {
    measurements,
    dataThrough: '2026-11-20',
    tools: [
      { tool: 'chatgpt', dataThrough: '2026-11-20', bucketZone: 'UTC' },
      { tool: 'claude', dataThrough: '2026-11-20', bucketZone: 'UTC' },
    ],
    headcount: 52,
    empty: false,
    ...rest,
  }
}

function values(period: Period, daily: Daily): Value[] {
  return eachDay(period).map((_, index) => daily(index, length(period)))
}

function total(numbers: readonly Value[]): Value {
  const known = numbers.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
