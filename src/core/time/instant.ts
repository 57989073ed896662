import { Temporal } from 'temporal-polyfill'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** `under a minute`, `12 min`, `3 h`, `5 days`. */
export function duration(ms: number): string {
  if (ms < MINUTE) return 'under a minute'
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} min`
  return ms < 48 * HOUR ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / (24 * HOUR))} days`
}

/** `2026-11-21 14:05` in a zone. */
export function timeOf(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}
