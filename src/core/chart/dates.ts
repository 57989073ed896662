import { type Day, weekday } from '#core/time/day.ts'

// One table for pictures and words: libraries disagree on "Sep" and "Sept".
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const WEEKDAYS = 'Mon Tue Wed Thu Fri Sat Sun'.split(' ')

export const year = (date: string): string => date.slice(0, 4)

export const month = (date: string): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? ''

/** `2 Nov` */
export const shortDay = (date: string): string => `${Number(date.slice(8, 10))} ${month(date)}`

/** `Mon 2 Nov` */
export const weekdayOf = (date: string): string =>
  `${WEEKDAYS[weekday(date as Day) - 1]} ${shortDay(date)}`

/** `2–29 Nov`, `5 Oct – 1 Nov`, `20 Dec 2026 – 5 Jan 2027`; `withYear` says it in any case. */
export function dayRange(from: string, to: string, withYear = false): string {
  const years = withYear || year(from) !== year(to)
  const end = years ? `${shortDay(to)} ${year(to)}` : shortDay(to)
  if (from === to) return end
  if (year(from) !== year(to)) return `${shortDay(from)} ${year(from)} – ${end}`
  return month(from) === month(to)
    ? `${Number(from.slice(8, 10))}–${end}`
    : `${shortDay(from)} – ${end}`
}
