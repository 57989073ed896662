import { separate } from './cascade.ts'
import { isSafeCount, type Rule, UNCERTAINTY } from './rule.ts'
import { leavesOf } from './told.ts'
import type { Node } from './units.ts'

/** Where a person sat last in a period, whether they were active, and how much they did of what is counted. */
export type Present = {
  readonly person: number
  readonly unit: number
  readonly active: boolean
  /** Of numbers in which whoever is active has at least one: messages, sessions. */
  readonly counts: readonly number[]
}

/** A count of people that is told, or (without a node) follows from those by subtraction. */
export type PeopleCell = {
  readonly node: Pick<Node, 'unit' | 'own'> | null
  readonly leaves: readonly number[]
  readonly people: number
}

/** The distinct people of one closed week or month that are told. A person is counted where they sat last. */
export function decidePeople(
  tree: Node,
  present: readonly Present[],
  rule: Rule,
): readonly PeopleCell[] {
  const byUnit = Map.groupBy(present, ({ unit }) => unit)
  const among = (nodes: readonly Pick<Node, 'leaves'>[]) =>
    leavesOf(nodes).flatMap((unit) => byUnit.get(unit) ?? [])
  const safe = (nodes: readonly Pick<Node, 'leaves'>[]) => isTellable(among(nodes), rule)
  const cell = (node: PeopleCell['node'], nodes: readonly Pick<Node, 'leaves'>[]): PeopleCell => ({
    node,
    leaves: leavesOf(nodes),
    people: among(nodes).filter(({ active }) => active).length,
  })
  const below = (kids: readonly Node[]): readonly PeopleCell[] => {
    const { told, pooled } = separate(kids, { safe, size: (kid) => among([kid]).length })
    if (told.length === 0) return []
    return [
      ...told.flatMap((kid) => [cell(kid, [kid]), ...below(kid.kids)]),
      ...(pooled.length > 0 ? [cell(null, pooled)] : []),
    ]
  }
  return safe([tree]) ? [cell(tree, [tree]), ...below(tree.kids)] : []
}

function isTellable(present: readonly Present[], rule: Rule): boolean {
  const active = present.filter((person) => person.active)
  if (!isSafeCount({ active: active.length, population: present.length }, rule)) return false
  const counted = active[0]?.counts ?? []
  return counted.every((_, n) =>
    leavesRoom(
      active.map(({ counts }) => counts[n] ?? 0),
      rule,
    ),
  )
}

/** Knowing how many were active, each of whom did something, still leaves the largest uncertain. */
function leavesRoom(counts: readonly number[], { known }: Rule): boolean {
  const sorted = counts.toSorted((a, b) => b - a)
  const others = sorted.slice(1 + known)
  const spare = others.reduce((sum, value) => sum + value, 0) - others.length
  const [largest = 0] = sorted
  return largest === 0 || spare >= UNCERTAINTY * largest
}
