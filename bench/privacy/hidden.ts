import { isSafe, type Rule } from '#core/privacy/rule.ts'
import { eachDay, length, type Period } from '#core/time/period.ts'

import type { Released, Unknown } from './system.ts'

/** Uses that a rounded number says something about: its own, or the rest of an exact one around it. */
export type Hidden = {
  readonly unknowns: ReadonlySet<Unknown>
  /** What each person truly has in it, the most first. */
  readonly people: readonly (readonly [number, number])[]
}

/** Everything unsafe that lies between two numbers because something was told rounded. */
export function hiddenBy(
  {
    cells,
    unknowns,
  }: { readonly cells: readonly Released[]; readonly unknowns: readonly Unknown[] },
  { rule, kinds }: { readonly rule: Rule; readonly kinds: readonly Kind[] },
): readonly Hidden[] {
  const within = (some: (cell: Released) => boolean): ReadonlySet<Unknown> => {
    const found = new Set([...cells.entries()].flatMap(([n, cell]) => (some(cell) ? [n] : [])))
    return new Set(unknowns.filter((unknown) => unknown.cells.some((n) => found.has(n))))
  }
  const rounded = cells.filter(({ most }) => most !== undefined)
  const whole = cells.filter(
    (cell) =>
      cell.most === undefined &&
      kinds.every(({ tool, model, feature }) => cell.holds(tool, model, feature)),
  )
  const byUnits = [...Map.groupBy(whole, ({ leaves }) => nameOf(leaves)).values()]
  const parts = [...Map.groupBy(rounded, ({ from, to }) => `${from} ${to}`).values()].flatMap(
    (same) => {
      const [first] = same
      if (!first) return []
      const { from, to } = first
      const inside = (cell: Period) => cell.from >= from && cell.to <= to
      // Units of which exactly these days are known, from one number or from several.
      const known = byUnits.flatMap((of) => {
        const days = new Set(of.filter(inside).flatMap((cell) => eachDay(cell)))
        const [one] = of
        return one && days.size === length({ from, to }) ? [one.leaves] : []
      })
      const usesOf = (leaves: ReadonlySet<number>) =>
        within(
          (cell) => whole.includes(cell) && inside(cell) && nameOf(cell.leaves) === nameOf(leaves),
        )
      const unions = choices(same).map((some) => within((cell) => some.includes(cell)))
      return known.flatMap((around) => {
        const below = known.filter((of) => of.size < around.size && of.isSubsetOf(around))
        const rest = below.reduce((all, of) => all.difference(usesOf(of)), new Set(usesOf(around)))
        return unions.flatMap((uses) =>
          uses.isSubsetOf(rest) ? [uses, rest.difference(uses)] : [],
        )
      })
    },
  )
  return parts
    .map((uses) => ({ unknowns: uses, people: peopleIn(uses) }))
    .filter(({ people }) => !isSafe(new Map(people).values(), rule))
}

type Kind = { readonly tool: number; readonly model: number; readonly feature: number }

const nameOf = (leaves: ReadonlySet<number>) => [...leaves].toSorted((a, b) => a - b).join(' ')

function choices<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: 2 ** items.length - 1 }, (_, n) =>
    items.filter((_, item) => ((n + 1) & (1 << item)) !== 0),
  )
}

function peopleIn(uses: ReadonlySet<Unknown>): Hidden['people'] {
  const sums = new Map<number, number>()
  for (const { truth } of uses)
    for (const [person, value] of truth) sums.set(person, (sums.get(person) ?? 0) + value)
  return [...sums].filter(([, value]) => value !== 0).toSorted((a, b) => b[1] - a[1])
}

/**
 * Whether somebody of a few stands out of what is known of their sum: less than the floor have
 * anything in it, and it is told that whoever has most is not away, or has not a tenth more.
 */
export function givesFewAway(
  { people }: Hidden,
  { low, high }: { readonly low: number; readonly high: number },
  { floor }: Rule,
): boolean {
  const [first] = people
  if (!first || people.length >= floor) return false
  const sum = people.reduce((all, [, value]) => all + value, 0)
  const slip = 1e-6 * sum
  return low > sum - first[1] + slip || high < sum + first[1] / 10 - slip
}
