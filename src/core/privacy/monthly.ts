import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import { roundMonth } from './rounded.ts'
import { type Ground, leavesOf, type Member, safeIn, sizeIn, tellFamily } from './told.ts'
import type { Node } from './units.ts'

/** Units that are told once for the whole month, and those below them. */
export function tellMonth(
  ground: Ground,
  kids: readonly Node[],
  { period, tools }: { readonly period: Period; readonly tools: number },
): void {
  const { told, pooled } = separate(kids, {
    safe: (group) => safeIn(ground, { ...period, leaves: leavesOf(group) }),
    size: sizeIn(ground, period),
  })
  roundMonth(ground, pooled, period)
  if (told.length === 0) return
  const members: readonly Member[] = [
    ...told.map((node) => ({ node, leaves: node.leaves })),
    ...(pooled.length > 0 ? [{ node: null, leaves: leavesOf(pooled) }] : []),
  ]
  const rungs = tellFamily(ground, members, { period, from: { days: 0, tools }, byDay: false })
  for (const kid of told) {
    const member = members.find(({ node }) => node === kid)
    const at = member && rungs.get(member)
    if (at) tellMonth(ground, kid.kids, { period, tools: at.tools })
  }
}
