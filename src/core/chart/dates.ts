import { type Day, weekday } from '#core/time/day.ts'
import type { Grain } from '#core/time/grain.ts'

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

/** A bucket by its first day: `2 Nov`, for a month `Nov`. */
export const shortBucket = (from: string, grain: Grain): string =>
  grain === 'month' ? month(from) : shortDay(from)

/** A bucket inside a sentence: `on Mon 2 Nov`, `in Nov 2026`. */
export const inBucket = (from: string, grain: Grain): string =>
  grain === 'month' ? `in ${month(from)} ${year(from)}` : `on ${weekdayOf(from)}`

/** All of the buckets, as a subtitle says them; the year where there are two. Empty without any. */
export function bucketsRange(buckets: readonly string[], grain: Grain): string {
  const [from, to] = [buckets[0], buckets.at(-1)]
  if (from === undefined || to === undefined) return ''
  return bucketRange(from, to, { grain, withYear: year(from) !== year(to) })
}

/** From one bucket to another, by their first days: `2–29 Nov`, `weeks of 5 Oct – 1 Nov`, `Aug – Nov 2026`. */
export function bucketRange(
  from: string,
  to: string,
  { grain, withYear = false }: { readonly grain: Grain; readonly withYear?: boolean },
): string {
  switch (grain) {
    case 'day':
      return dayRange(from, to, withYear)
    case 'week':
      return `${from === to ? 'week' : 'weeks'} of ${dayRange(from, to, withYear)}`
    case 'month':
      return monthRange(from, to, withYear)
  }
}

function monthRange(from: string, to: string, withYear: boolean): string {
  const years = withYear || year(from) !== year(to)
  const end = years ? `${month(to)} ${year(to)}` : month(to)
  if (from === to) return end
  return `${month(from)}${year(from) === year(to) ? '' : ` ${year(from)}`} – ${end}`
}
