import type { Window } from '#collect.ts'
import { readTime } from '#connectors/time.ts'
import { addDays, type Day, dayAt, daysBetween } from '#core/time/day.ts'

const DAY_SECONDS = 86_400
/** 2015 to 2100: what lies beyond is no time of a vendor's row (milliseconds taken for seconds). */
const EARLIEST = 1_420_070_400
const LATEST = 4_102_444_800

/** The UTC day of a unix time in seconds; undefined when it cannot be one. */
export function dayOfUnix(seconds: number): Day | undefined {
  return seconds >= EARLIEST && seconds < LATEST
    ? dayAt(Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS * 1000, 'UTC')
    : undefined
}

/** Unix seconds of the day's start in UTC. */
export function unixOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000
}

/** Microseconds since the epoch of a unix time in seconds, which may have a fraction. */
export function microsOfUnix(seconds: number): bigint | undefined {
  return seconds >= EARLIEST && seconds < LATEST
    ? BigInt(Math.round(seconds * 1_000_000))
    : undefined
}

/** Microseconds since the epoch of an RFC 3339 time with an offset; undefined when it is none. */
export function microsOf(text: string): bigint | undefined {
  const micros = readTime(text)
  return typeof micros === 'number' ? BigInt(micros) : undefined
}

/** The UTC day of an RFC 3339 time; undefined when it is none. */
export function dayOf(text: string): Day | undefined {
  const micros = readTime(text)
  return typeof micros === 'number' ? dayAt(Math.floor(micros / 1000), 'UTC') : undefined
}

/** `2026-11-21T00:00:00Z` */
export function startOf(day: Day): string {
  return `${day}T00:00:00Z`
}

/** The last whole UTC day before an instant (epoch milliseconds). */
export function lastWholeDay(now: number): Day {
  return addDays(dayAt(now, 'UTC'), -1)
}

/** Each day of a window, both ends included. */
export function daysOf({ from, to }: Window): readonly Day[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at))
}
