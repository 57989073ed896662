import { addDays, type Day } from '#core/time/day.ts'
import { localOffset } from '#core/time/local.ts'

/** What a calendar says of a moment; away is out of office. */
export type Moment = 'free' | 'busy' | 'away'

/** Half an hour, the finest that is looked at. */
export const SLOT_MS = 1_800_000
const SLOTS_A_DAY = 48
const WORKING_DAYS = 5
/** Two hours without a meeting are time to think. */
const FOCUS_SLOTS = 4
/** Who is away for more of a week has no week to compare. */
const FEWEST_DAYS = 3

export type CalendarWeek = { readonly meeting_hours: number; readonly focus_hours: number }

/** The half hours of a week from Monday on, day by day: when each begins, in epoch milliseconds. */
export type Slots = readonly (readonly number[])[]
export const slotsOf = (week: Day, zone: string): Slots =>
  Array.from({ length: 7 }, (_, n) => {
    const midnight = Date.parse(`${addDays(week, n)}T00:00:00Z`)
    return Array.from({ length: SLOTS_A_DAY }, (_, slot) => {
      const wall = midnight + slot * SLOT_MS
      return wall - localOffset(wall, zone)
    })
  })

/** `09:00-17:00`, on half hours. */
export const HOURS_FORM = /^([01]\d|2[0-3]):([03])0-([01]\d|2[0-3]):([03])0$/

/** The first half hour of a working day, and the one after its last. */
export type WorkingHours = { readonly from: number; readonly to: number }

/** Undefined where the hours are none, or end before they begin. */
export function workingHours(written: string): WorkingHours | undefined {
  const [, h1, m1, h2, m2] = HOURS_FORM.exec(written) ?? []
  if (h1 === undefined || h2 === undefined) return undefined
  const [from, to] = [2 * Number(h1) + (m1 === '3' ? 1 : 0), 2 * Number(h2) + (m2 === '3' ? 1 : 0)]
  return from < to ? { from, to } : undefined
}

/**
 * Meetings of a week, and stretches of two hours and more without one in working hours, Monday to
 * Friday; undefined for who was out of office for most of it.
 */
export function calendarWeek(
  at: (instant: number) => Moment,
  { slots, hours: { from, to } }: { readonly slots: Slots; readonly hours: WorkingHours },
): CalendarWeek | undefined {
  const days = slots.map((day) => day.map(at))
  const working = days
    .slice(0, WORKING_DAYS)
    .map((day) => day.slice(from, to))
    .filter((day) => day.some((moment) => moment !== 'away'))
  if (working.length < FEWEST_DAYS) return undefined
  return {
    meeting_hours: inHours(days.flat().filter((moment) => moment === 'busy').length),
    focus_hours: inHours(working.reduce((sum, day) => sum + focusSlots(day), 0)),
  }
}

const inHours = (slots: number): number => (slots * SLOT_MS) / 3_600_000

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
