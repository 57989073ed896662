import { Temporal } from 'temporal-polyfill'

import { UserError } from '#core/errors.ts'

/** True for an IANA time zone name such as Europe/Berlin, or UTC. */
export function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** @throws UserError when there is no such time zone */
export function zone(name: string): string {
  if (isZone(name)) return name
  throw new UserError(
    `'${name}' is not a time zone`,
    'Write an IANA name, for example Europe/Berlin or UTC.',
  )
}

/**
 * What to add to UTC to get wall-clock time in `zone`, in milliseconds, at a wall-clock time given
 * as if it were UTC. A time that exists twice is the first; one that does not exist is moved on.
 */
export function localOffset(wallClock: number, zone: string): number {
  const plain = Temporal.Instant.fromEpochMilliseconds(wallClock)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
  return wallClock - plain.toZonedDateTime(zone).epochMilliseconds
}
