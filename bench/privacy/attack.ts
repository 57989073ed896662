import type { Rule } from '#core/privacy/rule.ts'
import type { Uses } from '#core/privacy/uses.ts'
import type { Period } from '#core/time/period.ts'

import { givesFewAway, hiddenBy } from './hidden.ts'
import { type Interval, interval, isNarrow, sumBetween } from './intervals.ts'
import { isolated } from './linear.ts'
import { type Released, systemOf, type Unknown } from './system.ts'

export type Attack = {
  readonly cells: readonly Released[]
  readonly uses: Uses
  readonly pieces: readonly Period[]
  readonly leaves: readonly number[]
  readonly rule: Rule
  /** The most people to seek; those who stand out most in their units first. */
  readonly targets: number
}

export type Verdict = {
  readonly cells: number
  readonly unknowns: number
  readonly combinations: number
  readonly isolated: number
  readonly intervals: number
  readonly narrow: number
  /** Sums that rounded numbers say something about, and those of them that give somebody away. */
  readonly sums: number
  readonly few: number
  /** The tightest upper bound found, as a multiple of the truth. */
  readonly tightest: number
}

/** Everything two who compare notes, and know a colleague's rows, can do with what is released. */
export function attack({ cells, uses, pieces, leaves, rule, targets }: Attack): Verdict {
  const kinds = [
    ...new Map(
      uses.all.map(({ tool, model, feature }) => [
        `${tool} ${model} ${feature}`,
        { tool, model, feature },
      ]),
    ).values(),
  ]
  const unknowns = systemOf(cells, { uses, pieces, leaves, kinds })
  const orders = [undefined, ...fewest(uses, leaves).map((leaf) => lastly(leaf))]
  const exact = (cell: number) => cells[cell]?.most === undefined
  const alone = orders.flatMap((first) =>
    isolated(unknowns, rule, { ...(first && { first }), exact }),
  )
  const found: Interval[] = []
  const hidden = hiddenBy({ cells, unknowns }, { rule, kinds })
  const few = hidden.filter((one) => {
    const { people } = one
    const sum = () => sumBetween({ cells, unknowns }, (unknown) => one.unknowns.has(unknown))
    return people.length < rule.floor && givesFewAway(one, sum(), rule)
  })
  // Whoever stands out in them, and the worst who could be after them.
  for (const one of targets > 0 ? hidden : []) {
    const [first, ...others] = one.people.map(([person]) => person)
    if (first === undefined) continue
    const units = unitsOf(uses, first)
    for (const sought of [() => true, (unknown: Unknown) => one.unknowns.has(unknown)]) {
      const knowing = others.slice(0, rule.known)
      found.push(interval({ cells, unknowns }, { person: first, units, knowing, sought }))
    }
  }
  for (const { person, units, knowing } of standOut(uses, rule.known).slice(0, targets)) {
    const seek = (sought: (unknown: (typeof unknowns)[number]) => boolean) =>
      found.push(interval({ cells, unknowns }, { person, units, knowing, sought }))
    const of = (key: 'piece' | 'tool') => {
      const mine = Map.groupBy(
        unknowns.filter(({ truth }) => truth.has(person)),
        (unknown) => unknown[key],
      )
      const most = [...mine].map(([which, all]) => ({
        which,
        sum: all.reduce((sum, { truth }) => sum + (truth.get(person) ?? 0), 0),
      }))
      return most.toSorted((a, b) => b.sum - a.sum)[0]?.which
    }
    seek(() => true)
    const [piece, tool] = [of('piece'), of('tool')]
    if (piece !== undefined) seek((unknown) => unknown.piece === piece)
    if (tool !== undefined) seek((unknown) => unknown.tool === tool)
  }
  return {
    cells: cells.length,
    unknowns: unknowns.length,
    combinations: orders.length * cells.filter(({ most }) => most === undefined).length,
    isolated: alone.length,
    intervals: found.length,
    narrow: found.filter(isNarrow).length,
    sums: hidden.length,
    few: few.length,
    tightest: Math.min(
      ...found.filter(({ value }) => value > 0).map(({ high, value }) => high / value),
    ),
  }
}

/** The units of the fewest people: where combinations are about few, they are about these. */
const fewest = ({ all }: Uses, leaves: readonly number[]) => {
  const size = (leaf: number) =>
    new Set(all.flatMap(({ unit, person }) => (unit === leaf ? [person] : []))).size
  return leaves.toSorted((a, b) => size(a) - size(b)).slice(0, 6)
}

/** Eliminates a unit's unknowns last, the fewest people last of all. */
const lastly =
  (leaf: number) =>
  (unknown: { leaves: ReadonlySet<number>; truth: ReadonlyMap<number, number> }) =>
    (unknown.leaves.has(leaf) ? 1e6 : 0) - unknown.truth.size

const unitsOf = ({ all }: Uses, person: number): Set<number> =>
  new Set(all.flatMap((use) => (use.person === person ? [use.unit] : [])))

/** Per unit whoever has the most, and the worst who could be after them: the next in the same unit. */
function standOut(uses: Uses, known: number) {
  const perUnit = Map.groupBy(
    uses.all.filter(({ person }) => person !== 0),
    ({ unit }) => unit,
  )
  const found = [...perUnit].flatMap(([unit, all]) => {
    const sums = new Map<number, number>()
    for (const { person, amount } of all) sums.set(person, (sums.get(person) ?? 0) + amount)
    const ranked = [...sums].toSorted((a, b) => b[1] - a[1]).map(([person]) => person)
    const total = [...sums.values()].reduce((sum, value) => sum + value, 0)
    return ranked.slice(0, 3).map((person, rank) => ({
      person,
      rank,
      share: (sums.get(person) ?? 0) / total,
      units: unitsOf(uses, person).add(unit),
      knowing: ranked.filter((other) => other !== person).slice(0, known),
    }))
  })
  return found.toSorted((a, b) => a.rank - b.rank || b.share - a.share)
}
