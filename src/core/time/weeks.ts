import { addDays, type Day, monday } from './day.ts'
import type { Period } from './period.ts'

/** Mondays of the weeks that lie whole in the days, in order. */
export function wholeWeeks({ from, to }: Period): readonly Day[] {
  const weeks: Day[] = []
  for (let week = monday(addDays(from, 6)); addDays(week, 6) <= to; week = addDays(week, 7))
    weeks.push(week)
  return weeks
}
