import { addDays, type Day } from '#core/time/day.ts'
import { localOffset } from '#core/time/local.ts'

/** What a calendar says of a moment; away is out of office. */
export type Moment = 'free' | 'busy' | 'away'

/** Half an hour, the finest that is looked at. */
export const SLOT_MS = 1_800_000
const SLOTS_A_DAY = 48
const FIRST_SLOT = 18
const LAST_SLOT = 34
const WORKING_DAYS = 5
/** Two hours without a meeting are time to think. */
const FOCUS_SLOTS = 4
/** Who is away for more of a week has no week to compare. */
const FEWEST_DAYS = 3

export type CalendarWeek = { readonly meeting_hours: number; readonly focus_hours: number }

/** The half hours of a week from Monday on, day by day: when each begins, in epoch milliseconds. */
export const slotsOf = (week: Day, zone: string): readonly (readonly number[])[] =>
  Array.from({ length: 7 }, (_, n) => {
    const midnight = Date.parse(`${addDays(week, n)}T00:00:00Z`)
    return Array.from({ length: SLOTS_A_DAY }, (_, slot) => {
      const wall = midnight + slot * SLOT_MS
      return wall - localOffset(wall, zone)
    })
  })

/**
 * Meetings of a week, and stretches of two hours and more without one from nine to five, Monday to
 * Friday; undefined for who was out of office for most of it.
 */
export function calendarWeek(
  at: (instant: number) => Moment,
  slots: ReturnType<typeof slotsOf>,
): CalendarWeek | undefined {
  const days = slots.map((day) => day.map(at))
  const working = days
    .slice(0, WORKING_DAYS)
    .map((day) => day.slice(FIRST_SLOT, LAST_SLOT))
    .filter((day) => day.some((moment) => moment !== 'away'))
  if (working.length < FEWEST_DAYS) return undefined
  return {
    meeting_hours: hours(days.flat().filter((moment) => moment === 'busy').length),
    focus_hours: hours(working.reduce((sum, day) => sum + focusSlots(day), 0)),
  }
}

const hours = (slots: number): number => (slots * SLOT_MS) / 3_600_000

function focusSlots(day: readonly Moment[]): number {
  let [all, free] = [0, 0]
  for (const moment of [...day, 'busy' as const]) {
    if (moment === 'free') free += 1
    else {
      all += free >= FOCUS_SLOTS ? free : 0
      free = 0
    }
  }
  return all
}
