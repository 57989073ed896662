import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import { blocksOf } from './pieces.ts'
import {
  type Ground,
  leavesOf,
  type Member,
  type Rungs,
  safeIn,
  sizeIn,
  tellFamily,
} from './told.ts'
import type { Node } from './units.ts'

/** Who was left over in a piece so that others could not be worked out, and may be told with the next. */
export type Carried = {
  readonly nodes: readonly Node[]
  readonly span: Period
  /** How coarsely the tools of all who were left over were told. */
  readonly tools: number
}

/** Whether each is safe over both pieces, and so are the others who are left over in them. */
export function canTellCarried(
  ground: Ground,
  { nodes, span }: Pick<Carried, 'nodes' | 'span'>,
  rest: readonly Node[],
): boolean {
  const { told } = separate(nodes, {
    safe: (group) => safeIn(ground, { ...span, leaves: leavesOf(group) }),
    size: sizeIn(ground, span),
    always: rest,
  })
  return told.length === nodes.length
}

/** Tells them for both pieces as one: no finer than what was told of all who were left over. */
export function tellCarried(
  ground: Ground,
  { nodes, span, tools }: Carried,
  rest: readonly Node[],
): ReadonlyMap<Member, Rungs> {
  const members: readonly Member[] = [
    ...nodes.map((node) => ({ node, leaves: node.leaves })),
    ...(rest.length > 0 ? [{ node: null, leaves: leavesOf(rest) }] : []),
  ]
  const from = { days: blocksOf(span).length - 1, tools }
  return tellFamily(ground, members, { period: span, from, byDay: true })
}
