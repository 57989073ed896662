const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/**
 * How long to wait after so many failures in a row: twice as long each time, a minute at most. Half of it
 * is by chance (`random` from 0 to 1), so that what failed together does not try again together.
 */
export function backOffMs(failures: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, Math.min(failures, 30) - 1))
  return Math.round(whole / 2 + (whole / 2) * random)
}
