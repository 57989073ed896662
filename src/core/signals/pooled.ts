import { bothTails, criticalT } from './student.ts'

/** What was found in one unit, and how much it weighs beside the others. */
export type Weighed = { readonly effect: number; readonly weight: number }

export type Pooled = {
  readonly difference: number
  readonly error: number
  readonly degrees: number
  readonly interval: readonly [number, number]
  readonly p: number
}

/**
 * The weighed mean of what was found in each unit: weighed least squares with an effect for each
 * unit and week, clustered by unit. Bell and McCaffrey's error (CR2) with Satterthwaite's degrees of
 * freedom, which hold where clusters are few or uneven. Null where one unit says it all.
 */
export function pooled(units: readonly Weighed[]): Pooled | null {
  const total = units.reduce((sum, { weight }) => sum + weight, 0)
  if (!(total > 0)) return null
  let [difference, variance, parts, cross, crossed] = [0, 0, 0, 0, 0]
  for (const { effect, weight } of units) difference += (weight / total) * effect
  for (const { effect, weight } of units) {
    const part = weight / total
    if (part > 0.5) return null
    variance += (part ** 2 * (effect - difference) ** 2) / (1 - part)
    parts += part ** 2
    cross += part ** 2 / (1 - part)
    crossed += (part ** 2 / (1 - part)) ** 2
  }
  const degrees = 1 / (parts + cross ** 2 - crossed)
  const error = Math.sqrt(variance)
  // All units said the very same: nothing is left from which chance could be told.
  if (!(error > 1e-12 * Math.abs(difference))) return null
  const reach = criticalT(0.05, degrees) * error
  return {
    difference,
    error,
    degrees,
    interval: [difference - reach, difference + reach],
    p: bothTails(difference / error, degrees),
  }
}
