import type { Dimension } from '#core/metric/metric.ts'

import type { Summed } from './measure-sums.ts'

/** One group of a split: what it is called, and the tools it used in either period. */
export type Group = {
  /** The id within the store; 0 is none. */
  readonly key: number
  /** What it is called outside the store; null is none. */
  readonly name: string | null
  readonly label: string
  readonly tools: readonly number[]
}

/** Every group with a row of use in either period. */
export function groupsOf(by: Dimension | undefined, summed: readonly Summed[]): readonly Group[] {
  if (!by) return []
  const groups = new Map<number, { name: string | null; label: string | null; tools: number[] }>()
  for (const { key, tool, name, label } of summed) {
    if (key === null || tool === null) continue
    const group = groups.get(key) ?? { name, label, tools: [] }
    group.tools.push(tool)
    groups.set(key, group)
  }
  const named = Map.groupBy(groups.values(), ({ label }) => label)
  return [...groups].map(([key, { name, label, tools }]) => ({
    key,
    name,
    // Two units of one name are told apart by their paths.
    label: (named.get(label)?.length === 1 ? label : name) ?? NONE[by],
    tools,
  }))
}

const NONE: Record<Dimension, string> = {
  team: 'unattributed',
  department: 'unattributed',
  user: 'unattributed',
  model: 'no model',
  tool: 'no tool',
  feature: 'no feature',
}
