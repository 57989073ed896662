import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

/** What one person used on one day, of one number. Person 0 is nobody: counted, but no contributor. */
export type Use = {
  readonly unit: number
  readonly person: number
  readonly day: Day
  readonly tool: number
  readonly model: number
  readonly feature: number
  readonly amount: number
}

/** A part of all use: the units whose own people it holds, its days, and what it was used with. */
export type Part = Period & {
  readonly leaves: readonly number[]
  /** Tools; without, all. */
  readonly tools?: readonly number[]
  /** All tools but these. */
  readonly otherThan?: readonly number[]
  /** Models, or features, of those tools. */
  readonly models?: readonly number[]
  readonly features?: readonly number[]
}

/** Adds up parts of the same uses, by person. */
export type Uses = {
  /** The total, and what each person has in it; nobody's use is in the total alone. */
  sum(part: Part): { readonly total: number; readonly people: ReadonlyMap<number, number> }
  readonly all: readonly Use[]
}

export function usesOf(all: readonly Use[]): Uses {
  const perUnit = new Map(
    [...Map.groupBy(all, ({ unit }) => unit)].map(([unit, uses]) => [
      unit,
      Map.groupBy(uses, ({ day }) => day),
    ]),
  )
  return {
    all,
    sum(part) {
      const people = new Map<number, number>()
      let total = 0
      for (const leaf of part.leaves) {
        for (const [day, uses] of perUnit.get(leaf) ?? []) {
          if (day < part.from || day > part.to) continue
          for (const use of uses) {
            if (!holds(part, use)) continue
            total += use.amount
            if (use.person !== 0) people.set(use.person, (people.get(use.person) ?? 0) + use.amount)
          }
        }
      }
      return { total, people }
    },
  }
}

function holds({ tools, otherThan, models, features }: Part, use: Use): boolean {
  return (
    (tools?.includes(use.tool) ?? true) &&
    !(otherThan?.includes(use.tool) ?? false) &&
    (models?.includes(use.model) ?? true) &&
    (features?.includes(use.feature) ?? true)
  )
}
