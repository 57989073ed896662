import { type Day, weekday } from '#core/time/day.ts'

import type { LinesChart } from './chart.ts'

/** Three days at most are lost at one end; in a shorter period that would be too many. */
const SHORTEST = 21

type Lines = Pick<LinesChart, 'now' | 'before' | 'grain'>

/**
 * How many days the comparison is drawn earlier, so that weekends lie on weekends: its n-th day is
 * drawn against day n − shift. Otherwise every week of a 30-day period would seem to differ.
 */
export function weekdayShift({ now, before, grain }: Lines): number {
  const [from, fromBefore] = [now[0]?.from, before[0]?.from]
  if (grain !== 'day' || now.length < SHORTEST) return 0
  if (from === undefined || fromBefore === undefined) return 0
  const ahead = (weekday(from as Day) - weekday(fromBefore as Day) + 7) % 7
  return ahead > 3 ? ahead - 7 : ahead
}

/** The comparison as it is drawn: for each bucket of now its counterpart, or null. */
export function counterparts(chart: Lines): readonly (number | null)[] {
  const shift = weekdayShift(chart)
  return chart.now.map((_, index) => chart.before[index + shift]?.value ?? null)
}
