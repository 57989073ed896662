import { addDays, addMonths, type Day, firstOfMonth, monday } from './day.ts'

/** What one bucket of a course is: a day, a Monday week or a calendar month. */
export type Grain = 'day' | 'week' | 'month'

export const GRAINS = ['day', 'week', 'month'] as const satisfies readonly Grain[]

/** The first day of the bucket a day lies in. */
export function bucketStart(date: Day, grain: Grain): Day {
  switch (grain) {
    case 'day':
      return date
    case 'week':
      return monday(date)
    case 'month':
      return firstOfMonth(date)
  }
}

/** The last day of the bucket that begins on `from`. */
export function bucketEnd(from: Day, grain: Grain): Day {
  switch (grain) {
    case 'day':
      return from
    case 'week':
      return addDays(from, 6)
    case 'month':
      return addDays(addMonths(from, 1), -1)
  }
}
