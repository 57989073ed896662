import type { Measurement, Point, Value } from '#core/metric/metric.ts'
import { addDays, type Day, daysBetween } from '#core/time/day.ts'
import { type Period, workingDays } from '#core/time/period.ts'

import { middle } from './middle.ts'

/** The periods a measurement speaks of; `partial` when today, which is not over, is among the days. */
export type Span = {
  readonly period: Period
  readonly previous: Period
  readonly partial: boolean
  /** Days from Monday to Friday on which nobody works. */
  readonly holidays?: ReadonlySet<Day>
}

/** Working days of both periods. */
export function workedDays({ period, previous, holidays }: Span): {
  readonly now: number
  readonly before: number
} {
  return { now: workingDays(period, holidays), before: workingDays(previous, holidays) }
}

const WEEKS_NEEDED = 4
const WITHOUT_HISTORY = 0.05
const FLOOR = 0.02
const CEILING = 0.25
/**
 * How far this number usually moves from one week to the next, as a fraction (0.08 is 8 %).
 *
 * Both periods are cut into whole weeks, each with every day known. From four such weeks on, the
 * range is the median of the week-on-week changes, whichever way they went: a typical week differs
 * from the one before by so much. It is kept between 2 % and 25 %, so that nothing above a quarter
 * is ever called usual. With fewer weeks it is 5 %.
 */
export function usualRange(measurement: Measurement, span: Span): number {
  const weeks = [
    ...weekTotals(measurement.seriesBefore, span.previous),
    ...weekTotals(measurement.series, span.period),
  ]
  const changes = weeks.flatMap((week, index) => {
    const last = weeks[index - 1]
    return isPositive(week) && isPositive(last) ? [Math.abs(Math.log(week / last))] : []
  })
  if (weeks.filter(isPositive).length < WEEKS_NEEDED || changes.length < WEEKS_NEEDED - 1)
    return WITHOUT_HISTORY
  return Math.min(CEILING, Math.max(FLOOR, Math.expm1(middle(changes))))
}

/** Whole weeks counted back from the end of the period; null where a day of the week is unknown. */
function weekTotals(points: readonly Point[], period: Period): Value[] {
  const lengths = points.map(({ from }, index) => {
    const start = from > period.from ? (from as Day) : period.from
    const next = (points[index + 1]?.from ?? addDays(period.to, 1)) as Day
    return daysBetween(start, next)
  })
  if (lengths.some((days) => days !== 1))
    return points.map(({ value }, index) => (lengths[index] === 7 ? value : null))
  const weeks: Value[] = []
  for (let end = points.length; end >= 7; end -= 7) weeks.unshift(sum(points.slice(end - 7, end)))
  return weeks
}

function sum(points: readonly Point[]): Value {
  return points.reduce<Value>(
    (total, { value }) => (total === null || value === null ? null : total + value),
    0,
  )
}

function isPositive(value: Value | undefined): value is number {
  return value !== null && value !== undefined && value > 0
}
