import type { Uses } from '#core/privacy/uses.ts'
import { eachDay, type Period } from '#core/time/period.ts'

/** A number that anyone may read, and what it is known to be of. */
export type Released = Period & {
  readonly leaves: ReadonlySet<number>
  /** Whether a use with this tool and model is in it. */
  readonly holds: (tool: number, model: number, feature: number) => boolean
  /** Where it is rounded, the least it can be. */
  readonly value: number
  readonly most?: number
}

/** Uses that no released number tells apart: an unknown of the attacker's. */
export type Unknown = {
  readonly cells: readonly number[]
  readonly piece: number
  readonly tool: number
  readonly leaves: ReadonlySet<number>
  /** What each person truly has in it. The attacker never sees this; the verdict does. */
  readonly truth: ReadonlyMap<number, number>
  readonly perLeaf: ReadonlyMap<number, ReadonlySet<number>>
}

/** Everything released of some days as a system of equations over the fewest unknowns there are. */
export function systemOf(
  cells: readonly Released[],
  world: {
    readonly uses: Uses
    readonly pieces: readonly Period[]
    readonly leaves: readonly number[]
    /** Every tool with the models and features anyone might use it with. */
    readonly kinds: readonly { tool: number; model: number; feature: number }[]
  },
): readonly Unknown[] {
  type Growing = { -readonly [K in keyof Unknown]: Unknown[K] } & {
    leaves: Set<number>
    truth: Map<number, number>
    perLeaf: Map<number, Set<number>>
  }
  const unknowns = new Map<string, Growing>()
  const truth = Map.groupBy(
    world.uses.all,
    ({ unit, day, tool, model, feature }) => `${unit} ${day} ${tool} ${model} ${feature}`,
  )
  for (const [piece, period] of world.pieces.entries()) {
    for (const day of eachDay(period)) {
      const onDay = [...cells.entries()].filter(([, { from, to }]) => day >= from && day <= to)
      for (const { tool, model, feature } of world.kinds) {
        const ofKind = onDay.filter(([, cell]) => cell.holds(tool, model, feature))
        for (const leaf of world.leaves) {
          const numbers = ofKind.flatMap(([n, cell]) => (cell.leaves.has(leaf) ? [n] : []))
          const name = `${piece} ${tool} ${numbers.join(' ')}`
          const found = unknowns.get(name) ?? {
            cells: numbers,
            piece,
            tool,
            leaves: new Set(),
            truth: new Map(),
            perLeaf: new Map(),
          }
          unknowns.set(name, found)
          found.leaves.add(leaf)
          for (const { person, amount } of truth.get(
            `${leaf} ${day} ${tool} ${model} ${feature}`,
          ) ?? []) {
            if (person === 0) continue
            found.truth.set(person, (found.truth.get(person) ?? 0) + amount)
            found.perLeaf.set(leaf, (found.perLeaf.get(leaf) ?? new Set()).add(person))
          }
        }
      }
    }
  }
  return [...unknowns.values()].filter(({ cells }) => cells.length > 0)
}
