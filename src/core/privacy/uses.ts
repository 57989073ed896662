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

type Sum = ReturnType<Uses['sum']>

export function usesOf(all: readonly Use[]): Uses {
  const perUnit = new Map(
    [...Map.groupBy(all, ({ unit }) => unit)].map(([unit, uses]) => [
      unit,
      Map.groupBy(uses, ({ day }) => day),
    ]),
  )
  // Groups of units are tried in many ways, each time over the same units and cuts.
  const known = new Map<string, Sum>()
  const ofLeaf = (leaf: number, cut: Cut): Sum => {
    const key = nameOf(leaf, cut)
    const found = known.get(key) ?? sumOf(perUnit.get(leaf), cut)
    known.set(key, found)
    return found
  }
  return {
    all,
    sum({ leaves, ...cut }) {
      const people = new Map<number, number>()
      let total = 0
      for (const leaf of leaves) {
        const part = ofLeaf(leaf, cut)
        total += part.total
        for (const [person, amount] of part.people)
          people.set(person, (people.get(person) ?? 0) + amount)
      }
      return { total, people }
    },
  }
}

type Cut = Omit<Part, 'leaves'>

const nameOf = (leaf: number, { from, to, tools, otherThan, models, features }: Cut): string =>
  [leaf, from, to, ...[tools, otherThan, models, features].map((keys) => keys?.join() ?? '*')].join(
    ' ',
  )

function sumOf(days: ReadonlyMap<Day, readonly Use[]> | undefined, cut: Cut): Sum {
  const people = new Map<number, number>()
  let total = 0
  for (const [day, uses] of days ?? []) {
    if (day < cut.from || day > cut.to) continue
    for (const use of uses) {
      if (!holds(cut, use)) continue
      total += use.amount
      if (use.person !== 0) people.set(use.person, (people.get(use.person) ?? 0) + use.amount)
    }
  }
  return { total, people }
}

function holds({ tools, otherThan, models, features }: Cut, use: Use): boolean {
  return (
    (tools?.includes(use.tool) ?? true) &&
    !(otherThan?.includes(use.tool) ?? false) &&
    (models?.includes(use.model) ?? true) &&
    (features?.includes(use.feature) ?? true)
  )
}
