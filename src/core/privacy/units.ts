/** A unit of the directory, by its number; its parent's number, or null below the company. */
export type Unit = { readonly id: number; readonly parent: number | null }

/** The company, a unit with everything below it, or the people a unit has outside its own units. */
export type Node = {
  readonly unit: number
  /** True: only the unit's own people. */
  readonly own: boolean
  /** The units whose own people it holds. */
  readonly leaves: readonly number[]
  readonly kids: readonly Node[]
}

/** Stands for the whole company where a unit's number is asked for. */
export const COMPANY = -1

/** The tree of units that anyone is in; unit 0 is use without a unit. */
export function unitTree(units: readonly Unit[], populated: ReadonlySet<number>): Node {
  const below = Map.groupBy(units, ({ parent }) => parent)
  const leaf = (unit: number, own: boolean): readonly Node[] =>
    populated.has(unit) ? [{ unit, own, leaves: [unit], kids: [] }] : []
  const nodes = (unit: number): readonly Node[] => {
    const inside = (below.get(unit) ?? []).flatMap(({ id }) => nodes(id))
    return inside.length === 0 ? leaf(unit, false) : [over(unit, [...inside, ...leaf(unit, true)])]
  }
  const top = (below.get(null) ?? []).flatMap(({ id }) => nodes(id))
  return over(COMPANY, [...top, ...leaf(0, false)])
}

function over(unit: number, kids: readonly Node[]): Node {
  return { unit, own: false, leaves: kids.flatMap(({ leaves }) => leaves), kids }
}

export const nameOf = ({ unit, own }: Pick<Node, 'unit' | 'own'>): string =>
  own ? `${unit} own` : `${unit}`
