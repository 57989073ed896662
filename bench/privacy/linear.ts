import { isSafe, type Rule } from '#core/privacy/rule.ts'

import type { Unknown } from './system.ts'

/** A rational number, exact. */
type Rational = { readonly n: bigint; readonly d: bigint }

function rational(n: bigint, d: bigint): Rational {
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = (d < 0n ? -1n : 1n) * (a === 0n ? 1n : a)
  return { n: n / divisor, d: d / divisor }
}

type Row = Map<number, Rational>

/**
 * Eliminates unknowns exactly, those of the most people first: what is left at the end are the
 * combinations of released numbers about the fewest. Gives those that are about too few: of what adds
 * up, the people who are in it; of what takes some use off other use, the people who could be.
 */
export function isolated(
  unknowns: readonly Unknown[],
  rule: Rule,
  {
    first = ({ truth }) => -truth.size,
    exact = () => true,
  }: {
    readonly first?: (unknown: Unknown) => number
    /** Of rounded numbers no equation can be made. */
    readonly exact?: (cell: number) => boolean
  } = {},
): readonly (readonly Unknown[])[] {
  const order = unknowns.toSorted((a, b) => first(a) - first(b))
  const rows = new Map<number, Row>()
  for (const [column, { cells }] of order.entries()) {
    for (const cell of cells.filter(exact)) {
      const row = rows.get(cell) ?? new Map<number, Rational>()
      rows.set(cell, row.set(column, { n: 1n, d: 1n }))
    }
  }
  const population = peopleIn(unknowns)
  return eliminate([...rows.values()]).flatMap((row) => {
    const about = [...row.keys()].flatMap((column) => order[column] ?? [])
    const adds = [...row.values()].every(({ n }) => n > 0n)
    const people = new Map<number, number>()
    for (const { truth } of about) {
      for (const [person, value] of truth) people.set(person, (people.get(person) ?? 0) + value)
    }
    const could = new Set(
      about.flatMap(({ leaves }) =>
        [...leaves].flatMap((leaf) => [...(population.get(leaf) ?? [])]),
      ),
    )
    const gone = adds
      ? people.size < rule.floor || (isOne(row) && !isSafe(people.values(), rule))
      : could.size < rule.floor
    return gone ? [about] : []
  })
}

/** Who used anything in each unit. */
function peopleIn(unknowns: readonly Unknown[]): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>()
  for (const { perLeaf } of unknowns) {
    for (const [leaf, people] of perLeaf) {
      found.set(leaf, (found.get(leaf) ?? new Set()).union(people))
    }
  }
  return found
}

const isOne = (row: Row) => [...row.values()].every(({ n, d }) => n === 1n && d === 1n)

/** Reduced row echelon form, sparse. */
function eliminate(given: readonly Row[]): readonly Row[] {
  const pivots = new Map<number, Row>()
  for (const start of given) {
    const row: Row = new Map(start)
    for (const [column, pivot] of pivots) subtract(row, column, pivot)
    const column = Math.min(...row.keys())
    const lead = row.get(column)
    if (!lead) continue
    for (const [at, { n, d }] of row) row.set(at, rational(n * lead.d, d * lead.n))
    for (const other of pivots.values()) subtract(other, column, row)
    pivots.set(column, row)
  }
  return [...pivots.values()]
}

function subtract(row: Row, column: number, pivot: Row): void {
  const factor = row.get(column)
  if (!factor) return
  for (const [at, { n, d }] of pivot) {
    const here = row.get(at) ?? { n: 0n, d: 1n }
    const taken = rational(here.n * d * factor.d - n * factor.n * here.d, here.d * d * factor.d)
    if (taken.n === 0n) row.delete(at)
    else row.set(at, taken)
  }
}
