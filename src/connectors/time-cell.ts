import { type CellReading, refuse } from './cells.ts'
import { readTime } from './time.ts'

const TIME_FIX = 'Write RFC 3339 with an offset, like 2026-11-20T09:15:00Z.'
const YEAR_FIX = 'Correct the year, and look at the clock of what wrote it.'
/** Of the right form, in a year that nothing here is of: a clock that was never set, most often. */
const OTHER_YEAR = /^(?!20)\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d:[0-5]\d/i
const ZONE_FIX = 'Add Z or an offset such as +01:00, or name the zone with --time-zone.'

/** When a line's event was, in microseconds since the epoch; 0 where that is refused. */
export function timeCell<Field extends string>(
  reading: CellReading<Field | 'time'>,
  offsetAt: ((wall: number) => number) | undefined,
): number {
  const value = reading.cells[reading.slots.time]
  const written = typeof value === 'string' ? value.trim() : value
  if (written === undefined || written === null || written === '')
    return refuse(reading, 'time', ['is missing', TIME_FIX]) ?? 0
  const micros = typeof written === 'string' ? readTime(written, offsetAt) : 'form'
  if (typeof micros === 'number') return micros
  if (typeof written === 'string' && OTHER_YEAR.test(written))
    return refuse(reading, 'time', ['is not from the years 2000 to 2099', YEAR_FIX]) ?? 0
  const faults = {
    form: ['is not a time', TIME_FIX],
    'no-offset': ['has no offset from UTC', ZONE_FIX],
  } as const
  return refuse(reading, 'time', faults[micros]) ?? 0
}
