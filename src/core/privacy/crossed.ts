import { isSafe, type Rule } from './rule.ts'

/** What people have in a sum. */
type Held = ReadonlyMap<number, number>

/** One row's two sides in each column; null where both are told anyway. */
export type Row = readonly (readonly [Held, Held] | null)[]

/** The sums that follow are twice as many with every row and every column. */
const MOST = 10

/**
 * Of rows and columns with two sides each it is told: both sides of each column over all rows, both
 * sides of each row over all columns, and each row's and column's sides as one. Whether everything that
 * follows is safe: the one side of some rows in some columns, with the other side of the other rows in
 * the other columns, is known for each choice, and nothing else that takes nothing off.
 */
export function isCrossedSafe(rows: readonly Row[], rule: Rule): boolean {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  if (rows.length + columns > MOST) return false
  return choices(rows.length).every((isIn) => {
    const sides = Array.from({ length: columns }, (_, column) => [
      rows.flatMap((row, n) => (isIn(n) ? (row[column]?.[0] ?? []) : [])),
      rows.flatMap((row, n) => (isIn(n) ? [] : (row[column]?.[1] ?? []))),
    ])
    return choices(columns).every((isFirst) => {
      const parts = sides.flatMap(([one = [], other = []], n) => (isFirst(n) ? one : other))
      return parts.length === 0 || isSafe(together(parts), rule)
    })
  })
}

/** Every choice among so many. */
const choices = (count: number) =>
  Array.from({ length: 2 ** count }, (_, bits) => (n: number) => (bits & (1 << n)) !== 0)

function together(parts: readonly Held[]): Iterable<number> {
  const sums = new Map<number, number>()
  for (const part of parts)
    for (const [person, value] of part) sums.set(person, (sums.get(person) ?? 0) + value)
  return sums.values()
}
