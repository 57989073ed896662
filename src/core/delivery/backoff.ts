/** After so many failures nobody tries any more. */
export const MOST_TRIES = 8

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Eight tries last about two hours: an outage of a platform is shorter, mostly. */
const WAITS = [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE]

/**
 * How long to wait after the `failures`th failure, in milliseconds: never less than the platform asked
 * for (`again`), and up to a quarter more by `chance` (0 to 1), so that those who were refused together
 * do not come back together.
 */
export function backoff(failures: number, again: number, chance: number): number {
  const wait = Math.max(again, WAITS[Math.min(failures, WAITS.length) - 1] ?? SECOND)
  return Math.round(wait * (1 + chance / 4))
}
