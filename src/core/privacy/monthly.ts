import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import { type Ground, leavesOf, type Member, safeIn, sizeIn, tellFamily } from './told.ts'
import type { Node } from './units.ts'
import type { Part } from './uses.ts'

/**
 * Units that are told once for the whole month, and those below them. `beside` are pieces of units of the
 * family that are told piece by piece but for these: they follow, together with who is left over here.
 */
export function tellMonth(
  ground: Ground,
  kids: readonly Node[],
  {
    period,
    tools,
    beside = [],
  }: {
    readonly period: Period
    readonly tools: number
    readonly beside?: readonly Part[]
  },
): void {
  const size = sizeIn(ground, period)
  const leftOver = (group: readonly Node[]): Part => ({
    ...period,
    leaves: leavesOf(group),
    ...(beside.length > 0 && { beside }),
  })
  const apart = separate(kids, {
    safe: (group) => safeIn(ground, { ...period, leaves: leavesOf(group) }),
    size,
  })
  const told = apart.told.toSorted((a, b) => size(a) - size(b))
  const pooled = [...apart.pooled]
  while (beside.length > 0 && !safeIn(ground, leftOver(pooled))) {
    const least = told.shift()
    if (!least) return
    pooled.push(least)
  }
  if (told.length === 0) return
  const members: readonly Member[] = [
    ...told.map((node) => ({ node, leaves: node.leaves })),
    ...(pooled.length > 0 ? [{ node: null, leaves: leavesOf(pooled) }] : []),
  ]
  if (beside.length > 0) ground.tell({ node: null, split: 'none', part: leftOver(pooled) })
  const coarsest = ground.tools(period).length - 1
  const from = { days: 0, tools: beside.length > 0 ? coarsest : Math.min(tools, coarsest) }
  const rungs = tellFamily(ground, members, { period, from, byDay: false })
  for (const kid of told) {
    const member = members.find(({ node }) => node === kid)
    const at = member && rungs.get(member)
    if (at) tellMonth(ground, kid.kids, { period, tools: at.tools })
  }
}
