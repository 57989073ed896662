import type { Cell, Rounded } from '#core/privacy/cell.ts'
import { lastOfMonth } from '#core/privacy/pieces.ts'
import type { Node } from '#core/privacy/units.ts'
import { nameOf } from '#core/privacy/units.ts'
import type { Part, Uses } from '#core/privacy/uses.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import { treeOf } from '#store/publish-units.ts'
import { cellsIn, type Sum } from '#store/published-cells.ts'

import type { Released } from './system.ts'

/** A part as anyone reads it: its number, and which uses are in it. */
export function releasedOf(part: Part, uses: Uses): Released {
  const { from, to, leaves, tools, otherThan, models, features } = part
  return {
    from,
    to,
    leaves: new Set(leaves),
    holds: (tool, model, feature) =>
      (tools?.includes(tool) ?? true) &&
      !(otherThan?.includes(tool) ?? false) &&
      (models?.includes(model) ?? true) &&
      (features?.includes(feature) ?? true),
    value: uses.sum(part).total,
  }
}

/** What is told; what only follows from it is the attacker's to find. */
export const told = (cells: readonly Cell[], uses: Uses): readonly Released[] =>
  cells.flatMap(({ node, part }) => (node ? [releasedOf(part, uses)] : []))

export const toldRounded = (rounded: readonly Rounded[], uses: Uses): readonly Released[] =>
  rounded.map(({ part, low, high }) => ({ ...releasedOf(part, uses), value: low, most: high }))

export type Published = {
  readonly cells: readonly (Released & { readonly split: Sum['split']; readonly name: string })[]
  readonly leaves: readonly number[]
}

/** Everything of one number of a month that the store tells, as its readers know it. */
export async function published(db: Db, month: Day, metric: string): Promise<Published> {
  const whole = { from: month, to: lastOfMonth(month) }
  const tree = await treeOf(db, whole)
  const leaves = new Map<string, readonly number[]>()
  const walk = (node: Node): void => {
    leaves.set(nameOf(node), node.leaves)
    node.kids.forEach(walk)
  }
  walk(tree)
  const { sums: exact, rounded } = await cellsIn(db, whole)
  const sums = exact.filter((sum) => sum.metric === metric)
  const beside = Map.groupBy(sums, ({ node, from, to, split }) => `${node} ${from} ${to} ${split}`)
  const holds = (sum: Sum): Released['holds'] => {
    const all = beside.get(`${sum.node} ${sum.from} ${sum.to} ${sum.split}`) ?? []
    const tools = new Set(all.map(({ tool }) => tool))
    const keys = new Set(all.flatMap(({ tool, key }) => (tool === sum.tool ? [key] : [])))
    return (tool, model, feature) => {
      if (sum.split === 'none') return true
      if (sum.split === 'tool') return sum.tool === tool || (sum.tool < 0 && !tools.has(tool))
      const key = sum.split === 'model' ? model : feature
      return sum.tool === tool && (sum.key === key || (sum.key < 0 && !keys.has(key)))
    }
  }
  const cells = sums.map((sum) => ({
    from: sum.from,
    to: sum.to,
    value: sum.value,
    leaves: new Set(leaves.get(sum.node)),
    holds: holds(sum),
    split: sum.split,
    name: [sum.node, sum.from, sum.to, sum.split, sum.tool, sum.key].join(' '),
  }))
  const between = rounded.flatMap((sum) =>
    sum.metric === metric
      ? [
          {
            from: sum.from,
            to: sum.to,
            value: sum.value,
            most: sum.most,
            leaves: new Set(leaves.get(sum.node)),
            holds: () => true,
            split: sum.split,
            name: [sum.node, sum.from, sum.to, 'rounded'].join(' '),
          },
        ]
      : [],
  )
  return { cells: [...cells, ...between], leaves: tree.leaves }
}
