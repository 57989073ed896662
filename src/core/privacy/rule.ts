/** What a sum must satisfy to be published. */
export type Rule = {
  /** The fewest people whose use a published sum may hold. */
  readonly floor: number
  /** How many rows of others the people who compare notes may know together. */
  readonly known: number
}

const LOWEST_FLOOR = 3
/** Total minus the two largest, as a share of the largest. */
export const DOMINANCE = 0.15
export const COMBINED = 2
/** What is left beside the largest and every row that is known, as a share of the largest. */
export const UNCERTAINTY = 0.1

export const DEFAULT_RULE: Rule = { floor: 5, known: 3 }

/** A floor that is set lower counts as the lowest. */
export const fewest = ({ floor }: Rule): number => Math.max(LOWEST_FLOOR, floor)

/**
 * Whether a sum over these people's values may be told. Holds for a union of disjoint sums that each
 * hold it, so whatever is added up from safe parts is safe.
 */
export function isSafe(values: Iterable<number>, rule: Rule): boolean {
  const sorted = [...values].filter((value) => value !== 0).toSorted((a, b) => b - a)
  const [largest = 0] = sorted
  // A credit taken off somebody's sum would let the others stand out.
  if ((sorted.at(-1) ?? 0) < 0) return false
  if (sorted.length < fewest(rule)) return false
  const without = (people: number) => sorted.slice(people).reduce((sum, value) => sum + value, 0)
  return (
    without(COMBINED) >= DOMINANCE * largest && without(1 + rule.known) >= UNCERTAINTY * largest
  )
}

/**
 * Whether a count of people may be told: neither those who are in it nor those who are not can be
 * named by the ones who know themselves.
 */
export function isSafeCount(
  { active, population }: { readonly active: number; readonly population: number },
  rule: Rule,
): boolean {
  const hidden = 1 + rule.known
  return population >= fewest(rule) && active >= hidden && population - active >= hidden
}
