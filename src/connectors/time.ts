import { type Day, dayAt } from '#core/time/day.ts'
import { localOffset } from '#core/time/local.ts'

const RFC_3339 =
  /^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,12})?(?:Z|[+-][0-2]\d:[0-5]\d)?$/i
/** Every zone's midnight and every change of offset falls on a quarter of an hour of UTC. */
const QUARTER = 900_000
const REMEMBERED = 100_000

export type TimeFault = 'form' | 'no-offset'

const two = (text: string, at: number) =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Microseconds since the epoch on the clock on the wall, or NaN for 30 February. */
function wallClock(text: string): number {
  const date = two(text, 8)
  const hour = two(text, 11)
  const year = two(text, 0) * 100 + two(text, 2)
  const midnight = Date.UTC(year, two(text, 5) - 1, date)
  if (hour > 23 || ((date > 28 || date < 1) && new Date(midnight).getUTCDate() !== date)) return NaN
  if (two(text, 5) < 1 || two(text, 5) > 12) return NaN
  return midnight + ((hour * 60 + two(text, 14)) * 60 + two(text, 17)) * 1000
}

/** Where the zone's letters start: after the seconds and their fraction. */
function zoneAt(text: string): number {
  const last = text.length - 1
  const letter = text.charCodeAt(last)
  if (letter === 90 || letter === 122) return last
  const sign = text.charCodeAt(text.length - 6)
  return text.length > 24 && (sign === 43 || sign === 45) ? text.length - 6 : text.length
}

function fractionMicros(text: string, end: number): number {
  let micros = 0
  for (let at = 20; at < 26; at++) micros = micros * 10 + (at < end ? text.charCodeAt(at) - 48 : 0)
  return micros
}

/**
 * Reads RFC 3339 (or a space in place of the T) into microseconds since the epoch; digits beyond
 * microseconds are dropped. Years 2000 to 2099. `offsetAt` says the offset of a wall-clock time
 * written without one.
 */
export function readTime(
  text: string,
  offsetAt?: (wallClock: number) => number,
): number | TimeFault {
  const written = text.charCodeAt(10) === 32 ? `${text.slice(0, 10)}T${text.slice(11)}` : text
  if (!RFC_3339.test(written)) return 'form'
  const wall = wallClock(written)
  if (Number.isNaN(wall)) return 'form'
  const zone = zoneAt(written)
  let offset = 0
  if (zone === written.length) {
    if (!offsetAt) return 'no-offset'
    offset = offsetAt(wall)
  } else if (zone === written.length - 6) {
    const hours = two(written, zone + 1)
    if (hours > 23) return 'form'
    const size = (hours * 60 + two(written, zone + 4)) * 60_000
    offset = written.charCodeAt(zone) === 45 ? -size : size
  }
  return (wall - offset) * 1000 + fractionMicros(written, zone)
}

function remembered<Value>(compute: (quarter: number) => Value): (millis: number) => Value {
  const known = new Map<number, Value>()
  return (millis) => {
    const quarter = Math.floor(millis / QUARTER)
    const seen = known.get(quarter)
    if (seen !== undefined) return seen
    if (known.size >= REMEMBERED) known.clear()
    const fresh = compute(quarter * QUARTER)
    known.set(quarter, fresh)
    return fresh
  }
}

/** The calendar day of an instant (epoch milliseconds) in `zone`. */
export function daysIn(zone: string): (millis: number) => Day {
  return remembered((millis) => dayAt(millis, zone))
}

/** The offset of `zone` at a wall-clock time, for times written without one. */
export function offsetsOf(zone: string): (wallClock: number) => number {
  return remembered((wall) => localOffset(wall, zone))
}
