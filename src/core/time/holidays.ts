import { day, type Day } from './day.ts'

/**
 * Days off from a list of dates parted by commas, spaces or lines: `2026-12-25, 2026-12-28`.
 * @throws UserError naming the entry that is no calendar date
 */
export function parseHolidays(text: string): ReadonlySet<Day> {
  return new Set(
    text
      .split(/[\s,;]+/)
      .filter((entry) => entry !== '')
      .map(day),
  )
}
