import { Temporal } from 'temporal-polyfill'

import { UserError } from '#core/errors.ts'

import { dayNumber, dayOfNumber, weekdayOfNumber } from './day-number.ts'

declare const dayBrand: unique symbol

/** A calendar date, `2026-11-21`. Sorts as text. */
export type Day = string & { readonly [dayBrand]: true }

const FORM = /^\d{4}-\d{2}-\d{2}$/

export function isDay(text: string): text is Day {
  if (!FORM.test(text)) return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

/** @throws UserError when `text` is not a calendar date written year-month-day */
export function day(text: string): Day {
  if (isDay(text)) return text
  throw new UserError(
    `'${text}' is not a day`,
    'Write it as year-month-day, for example 2026-11-21.',
  )
}

export function addDays(date: Day, days: number): Day {
  return dayOfNumber(dayNumber(date) + days) as Day
}

export function addMonths(date: Day, months: number): Day {
  return Temporal.PlainDate.from(date).add({ months }).toString() as Day
}

/** Whole days from `from` to `to`; 0 for the same day. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from)
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(date: Day): number {
  return weekdayOfNumber(dayNumber(date))
}

export function monday(date: Day): Day {
  return addDays(date, 1 - weekday(date))
}

export function firstOfMonth(date: Day): Day {
  return `${date.slice(0, 8)}01` as Day
}

/** The calendar date at an instant (epoch milliseconds) in an IANA time zone. */
export function dayAt(instant: number, zone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString() as Day
}
