import type { PeriodSpec, Versus } from '#core/command/command.ts'

import { type Day, weekday } from './day.ts'
import { length, type Period } from './period.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

const year = (date: Day): string => date.slice(0, 4)
const dayOfMonth = (date: Day): string => String(Number(date.slice(8)))
const month = (date: Day): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? ''

/** `20 Nov 2026` */
export function describeDay(date: Day): string {
  return `${dayOfMonth(date)} ${month(date)} ${year(date)}`
}

/** `Friday` */
export const describeWeekday = (date: Day): string => WEEKDAYS[weekday(date) - 1] ?? ''

/**
 * A period as people say it, to stand inside a sentence: "the 30 days to 20 Nov 2026",
 * "the week of 16 Nov 2026", "Oct 2026", "today, 21 Nov 2026"; without `spec`, by its days: "1–30 Nov 2026".
 */
export function describePeriod(period: Period, spec?: PeriodSpec): string {
  switch (spec?.kind) {
    case 'days':
      return spec.count === 1
        ? describeDay(period.to)
        : `the ${spec.count} days to ${describeDay(period.to)}`
    case 'weeks':
      return spec.count === 1
        ? `the week of ${describeDay(period.from)}`
        : `the ${spec.count} weeks to ${describeDay(period.to)}`
    case 'last-month':
      return `${month(period.from)} ${year(period.from)}`
    case 'today':
      return `today, ${describeDay(period.to)}`
    case 'range':
    case undefined:
      return describeRange(period)
  }
}

/** What a period is compared with, as people say it: "the 30 days before", "the month before". */
export function describePrevious(period: Period, spec?: PeriodSpec): string {
  switch (spec?.kind) {
    case 'weeks':
      return spec.count === 1 ? 'the week before' : `the ${spec.count} weeks before`
    case 'last-month':
      return 'the month before'
    case 'today':
      return 'yesterday'
    case 'days':
    case 'range':
    case undefined:
      return length(period) === 1 ? 'the day before' : `the ${length(period)} days before`
  }
}

/** What a period is compared with on request: "a year before", "over 1–31 Aug 2026". */
export function describeVersus(previous: Period, vs: Versus): string {
  switch (vs.kind) {
    case 'last-year':
      return 'a year before'
    case 'last-month':
      return 'a month before'
    case 'baseline':
      return `over the baseline (${describeRange(previous)})`
    case 'range':
      return `${length(previous) === 1 ? 'on' : 'over'} ${describeRange(previous)}`
  }
}

function describeRange({ from, to }: Period): string {
  if (from === to) return describeDay(from)
  if (year(from) !== year(to)) return `${describeDay(from)} – ${describeDay(to)}`
  if (month(from) !== month(to)) {
    return `${dayOfMonth(from)} ${month(from)} – ${describeDay(to)}`
  }
  return `${dayOfMonth(from)}–${describeDay(to)}`
}
