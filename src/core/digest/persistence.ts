/** Known values of one series at their weeks; unknown ones are left out. */
export type Dated = readonly { readonly at: number; readonly value: number }[]

/** Below this the persistence of a few series is no better than a guess. */
const ENOUGH = 60
const GUESSED = 0.4
const HIGHEST = 0.8

/**
 * How much of a week's deviation is left the week after (AR(1)), over all series together and mended
 * for the bias of short ones; a careful guess where there are too few weeks.
 */
export function persistence(all: readonly Dated[]): number {
  let [along, square, pairs, series, weeks] = [0, 0, 0, 0, 0]
  for (const dated of all) {
    if (dated.length < 4) continue
    const mean = dated.reduce((sum, { value }) => sum + value, 0) / dated.length
    series++
    weeks += dated.length
    for (const [n, { at, value }] of dated.entries()) {
      square += (value - mean) ** 2
      const next = dated[n + 1]
      if (next?.at !== at + 1) continue
      along += (value - mean) * (next.value - mean)
      pairs++
    }
  }
  if (pairs < ENOUGH || square === 0) return GUESSED
  const length = weeks / series
  const raw = ((along / pairs) * weeks) / square
  return Math.min(HIGHEST, Math.max(0, (raw * length + 1) / (length - 3)))
}

/** What is left of a deviation after so many weeks, up to the last. */
export const powers = (left: number, last: number): readonly number[] =>
  Array.from({ length: last + 1 }, (_, weeks) => left ** weeks)

/** The variance of weighted weeks of such a series, in units of the variance of one. */
export function weighed(
  weights: readonly { readonly at: number; readonly weight: number }[],
  left: readonly number[],
): number {
  let sum = 0
  for (const a of weights)
    for (const b of weights) sum += a.weight * b.weight * (left[Math.abs(a.at - b.at)] ?? 0)
  return sum
}

/** What the variance within such weeks comes to, in units of the variance of one: less than 1. */
export function within(weeks: readonly number[], left: readonly number[]): number {
  const n = weeks.length
  const whole = weighed(
    weeks.map((at) => ({ at, weight: 1 / n })),
    left,
  )
  return ((1 - whole) * n) / (n - 1)
}
