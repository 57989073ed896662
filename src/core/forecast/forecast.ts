import type { MetricId, Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'

/** What a number is expected to come to, and the bounds it is meant to stay within four times in five. */
export type Expected = { readonly value: number; readonly low: number; readonly high: number }

/** Something that was told before it was known. `bounds` null: only a pace was told. */
export type Forecast = {
  /** `week`: of the company, the week that has begun; `commitment`: what a tool's contract will cost. */
  readonly subject: 'week' | 'commitment'
  readonly metric: MetricId
  /** The tools it is of. */
  readonly tools: readonly string[]
  readonly madeOn: Day
  readonly from: Day
  readonly to: Day
  readonly value: number
  readonly bounds: readonly [number, number] | null
}

/** Shorter weeks are like no others. */
const SHORTEST_WEEK = 3
/** The weeks whose middle the next one is expected to be. */
const RECENT = 4
/** How far such an expectation was off is learnt from so many weeks before, and from no fewer. */
const MOST_ERRORS = 12
const FEWEST_ERRORS = 6
/** A tenth of a normal lies beyond this on each side; Student's t adds the second over the count. */
const [TENTH, FEW] = [1.2816, 0.8466]

export type Course = {
  /** Week by week, oldest first. */
  readonly values: readonly Value[]
  /** The working days of each week. */
  readonly days: readonly number[]
  /** The same of the week to come. */
  readonly ahead: number
  /** People are not fewer for a day off: each week counts as it is. Else it is a working day's share. */
  readonly undivided?: boolean
}

/**
 * The week to come, from the middle of the last four; the bounds from how far that was off in the weeks
 * before. Undefined where too little is known, nothing was used, or the week to come is a short one.
 */
export function weekAhead({
  values,
  days,
  ahead,
  undivided = false,
}: Course): Expected | undefined {
  const over = (count: number) => (undivided ? 1 : count)
  const last = values.at(-1) ?? null
  if (last === null || ahead < SHORTEST_WEEK) return undefined
  const logs = values
    .flatMap((value, week) => {
      const count = days[week] ?? 0
      const usable = value !== null && value > 0 && count >= SHORTEST_WEEK
      return usable ? [Math.log(value / over(count))] : []
    })
    .slice(-(MOST_ERRORS + RECENT))
  const errors = logs.slice(RECENT).map((log, n) => log - mean(logs.slice(n, n + RECENT)))
  if (errors.length < FEWEST_ERRORS) return undefined
  const off = Math.sqrt(mean(errors.map((error) => error ** 2)))
  const reach = (TENTH + FEW / errors.length) * off
  const middle = mean(logs.slice(-RECENT))
  const at = (log: number) => Math.round(Math.exp(log) * over(ahead))
  return { value: at(middle), low: at(middle - reach), high: at(middle + reach) }
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
