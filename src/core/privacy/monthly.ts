import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import { isSafe } from './rule.ts'
import { type Ground, leavesOf, type Member, safeIn, sizeIn, tellFamily } from './told.ts'
import type { Node } from './units.ts'
import type { Part, Uses } from './uses.ts'

type Monthly = {
  readonly period: Period
  readonly tools: number
  /** Pieces in which one who is told piece by piece was left over: they would follow from the month. */
  readonly hidden?: readonly Part[]
}

/** Units that are told once for the whole month, and those below them. */
export function tellMonth(ground: Ground, kids: readonly Node[], monthly: Monthly): void {
  const { period, tools, hidden = [] } = monthly
  if (hidden.length > 0) {
    tellBeside(ground, kids, { period, hidden })
    return
  }
  const { told, pooled } = separate(kids, {
    safe: (group) => safeIn(ground, { ...period, leaves: leavesOf(group) }),
    size: sizeIn(ground, period),
  })
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

/** As a month, with what was left over of others in the pool; without tools. */
function tellBeside(
  ground: Ground,
  kids: readonly Node[],
  { period, hidden }: { readonly period: Period; readonly hidden: readonly Part[] },
): void {
  type Piece = { readonly node: Node | null; readonly part: Part }
  const members = kids.map((node): Piece => ({ node, part: { ...period, leaves: node.leaves } }))
  const { told } = separate<Piece>(members, {
    safe: (group) =>
      isSafe(
        together(
          ground.uses,
          group.map(({ part }) => part),
        ).values(),
        ground.rule,
      ),
    size: ({ part }) => ground.uses.sum(part).people.size,
    always: hidden.map((part) => ({ node: null, part })),
  })
  const tools = ground.tools(period).length - 1
  if (told.length > 0) ground.settle()
  for (const { node, part } of told) {
    ground.tell({ node, part, split: 'none' })
    if (node) tellMonth(ground, node.kids, { period, tools })
  }
}

/**
 * The units below one that was not told in all pieces, for the whole month: all but so many that those,
 * in the pieces it was told in, are safe. Were all told, the other pieces would follow.
 */
export function tellBelow(
  ground: Ground,
  kids: readonly Node[],
  { period, pieces }: { readonly period: Period; readonly pieces: readonly Period[] },
): void {
  const { uses, rule } = ground
  const isHidden = (group: readonly Node[]) => {
    const parts = pieces.map((piece) => ({ ...piece, leaves: leavesOf(group) }))
    return group.length > 0 && isSafe(together(uses, parts).values(), rule)
  }
  const safe = kids.filter(({ leaves }) => safeIn(ground, { ...period, leaves }))
  const told = safe.toSorted((a, b) => sizeIn(ground, period)(a) - sizeIn(ground, period)(b))
  const hidden = kids.filter((kid) => !safe.includes(kid))
  while (told.length > 0 && !isHidden(hidden)) hidden.push(...told.splice(0, 1))
  const tools = ground.tools(period).length - 1
  if (told.length > 0) ground.settle()
  for (const node of told) {
    ground.tell({ node, part: { ...period, leaves: node.leaves }, split: 'none' })
    tellMonth(ground, node.kids, { period, tools })
  }
}

function together(uses: Uses, parts: readonly Part[]): ReadonlyMap<number, number> {
  const people = new Map<number, number>()
  for (const part of parts) {
    for (const [person, amount] of uses.sum(part).people)
      people.set(person, (people.get(person) ?? 0) + amount)
  }
  return people
}
