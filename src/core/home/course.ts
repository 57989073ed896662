import { type Answered, find } from '#core/message/answered.ts'
import { finished } from '#core/message/chart-words.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId, Value } from '#core/metric/metric.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

/** What a page of numbers shows the course of: sums, which are there in a few rows a week. */
export const COURSE: readonly MetricId[] = ['spend', 'messages', 'sessions']
export const COURSE_WEEKS = 12

/** Whole weeks, up to the last one that is over. */
export function weeksBefore(today: Day): Period {
  const end = monday(today)
  return { from: addDays(end, -7 * COURSE_WEEKS), to: addDays(end, -1) }
}

/** With fewer weeks two numbers say as much. */
const FEWEST = 4
const LEVELS = Array.from('▁▂▃▄▅▆▇█')
const GAP = '·'

/** A letter for each value, by its height above nothing; a gap is none. */
export function sparkline(values: readonly Value[]): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0))
  return values
    .map((value) => {
      if (value === null) return GAP
      const level = most === 0 ? 0 : Math.round((value / most) * (LEVELS.length - 1))
      return LEVELS[level] ?? GAP
    })
    .join('')
}

/** A line for each number: its weeks as they rose and fell, and the first and last of them in figures. */
export function courseLines(answered: Answered): readonly string[] {
  return COURSE.flatMap((metric) => {
    const series = find(answered.measured, metric)?.series ?? []
    const points = finished(series, answered)
    const known = points.flatMap(({ value }) => value ?? [])
    const [first, last] = [known[0], known.at(-1)]
    if (known.length < FEWEST || first === undefined || last === undefined) return []
    const { name, format } = catalogue[metric]
    const drawn = sparkline(points.map(({ value }) => value))
    return [`${drawn} ${name}, ${format(first)} to ${format(last)} a week`]
  })
}
