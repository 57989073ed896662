import { addDays, type Day } from '#core/time/day.ts'

import type { DayValue } from './crossing.ts'

const WEEKS = 8
/** With fewer of its weekdays a day has nothing to be compared with. */
const FEWEST = 5
/** As often as a deviation that large happens by chance, nobody would be woken in a year. */
const DEVIATIONS = 5
/** A normal deviation is so many median ones. */
const OF_MEDIAN = 1.4826
/** What doubles a small number is no news: $100, or 100 messages. */
const FLOOR_MICROS = 100_000_000
const FLOOR_COUNT = 100

/** Whether there is enough history for `unusualDays` to say anything of the last day. */
export function hasBaseline(days: readonly DayValue[]): boolean {
  const last = days.at(-1)
  return last !== undefined && baseline(last.day, valuesOf(days)).length >= FEWEST
}

/** Days far above the same weekday of the weeks before, where enough of those are known. */
export function unusualDays(days: readonly DayValue[], floor: 'money' | 'count'): readonly Day[] {
  const values = valuesOf(days)
  return days.flatMap(({ day, value }) => {
    const before = baseline(day, values)
    if (value === null || before.length < FEWEST) return []
    const middle = median(before)
    const spread = OF_MEDIAN * median(before.map((one) => Math.abs(one - middle)))
    const above = value - middle
    const least = floor === 'money' ? FLOOR_MICROS : FLOOR_COUNT
    return above >= least && above > DEVIATIONS * spread && above > middle / 2 ? [day] : []
  })
}

const valuesOf = (days: readonly DayValue[]): ReadonlyMap<Day, number> =>
  new Map(days.flatMap(({ day, value }) => (value === null ? [] : [[day, value] as const])))

function baseline(day: Day, values: ReadonlyMap<Day, number>): readonly number[] {
  return Array.from({ length: WEEKS }, (_, n) => values.get(addDays(day, -7 * (n + 1)))).filter(
    (value) => value !== undefined,
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
