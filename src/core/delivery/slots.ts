import { Temporal } from 'temporal-polyfill'

import {
  addDays,
  addMonths,
  type Day,
  dayAt,
  firstOfMonth,
  monday,
  weekday,
} from '#core/time/day.ts'

import { type Cadence, WEEKDAYS } from './cadence.ts'

/** The wall clock's time on that day: the first of two, and the next that there is where there is none. */
function instantOn(date: Day, { hour, minute, zone }: Cadence): number {
  const wanted = Temporal.PlainDate.from(date).toPlainDateTime({ hour, minute })
  const found = wanted.toZonedDateTime(zone)
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds
  // The clock was put forward over it: the jump itself is the next time there is.
  return (found.getTimeZoneTransition('previous') ?? found).epochMilliseconds
}

/** The day of the cadence in the week or month that holds `date`; `date` itself for days. */
function dayIn(date: Day, cadence: Cadence): Day {
  switch (cadence.every) {
    case 'day':
    case 'weekday':
      return date
    case 'week':
      return addDays(monday(date), cadence.day - 1)
    case 'month':
      return cadence.day === 'last'
        ? addDays(addMonths(firstOfMonth(date), 1), -1)
        : addDays(firstOfMonth(date), cadence.day - 1)
  }
}

/** A day of the period `count` after that of `date`. */
function moved(date: Day, cadence: Cadence, count: number): Day {
  switch (cadence.every) {
    case 'day':
    case 'weekday':
      return addDays(date, count)
    case 'week':
      return addDays(date, 7 * count)
    case 'month':
      return addMonths(firstOfMonth(date), count)
  }
}

const FRIDAY = 5

/** Periods each way: a weekend lies between two working days. */
const AROUND = [-3, -2, -1, 0, 1, 2, 3]

const around = (cadence: Cadence, now: number): readonly number[] => {
  const today = dayAt(now, cadence.zone)
  return AROUND.map((count) => dayIn(moved(today, cadence, count), cadence))
    .filter((date) => cadence.every !== 'weekday' || weekday(date) <= FRIDAY)
    .map((date) => instantOn(date, cadence))
}

/** The first turn after `now`; epoch milliseconds, both. */
export function nextSlot(cadence: Cadence, now: number): number {
  return Math.min(...around(cadence, now).filter((slot) => slot > now))
}

/** The last turn that is over at `now`. */
export function lastSlot(cadence: Cadence, now: number): number {
  return Math.max(...around(cadence, now).filter((slot) => slot <= now))
}

/** How many turns there are from `from` to before `until`. */
export function slotsBetween(cadence: Cadence, from: number, until: number): number {
  let count = 0
  for (let slot = from; slot < until; slot = nextSlot(cadence, slot)) count += 1
  return count
}

/** What the turn is the one digest of: a day, a Monday's week, or a month, whatever the hour. */
export function periodOf(cadence: Cadence, slot: number): string {
  const date = dayAt(slot, cadence.zone)
  switch (cadence.every) {
    case 'day':
    case 'weekday':
      return date
    case 'week':
      return `week-${monday(date)}`
    case 'month':
      return date.slice(0, 7)
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Monday 23 Nov 2026, 09:00 (Europe/Berlin)` */
export function describeSlot(slot: number, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(zone)
  const name = WEEKDAYS[at.dayOfWeek - 1] ?? ''
  const weekday = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' })
  return `${weekday} ${at.day} ${MONTHS[at.month - 1]} ${at.year}, ${time} (${zone})`
}
