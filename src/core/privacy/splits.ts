import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import { type Ground, safeIn } from './told.ts'
import { COMPANY } from './units.ts'
import type { Part } from './uses.ts'

const BY = { model: 'models', feature: 'features' } as const

/** Models and features are told of the whole company, within each tool that is told alone. */
export function tellSplits(ground: Ground, whole: Part, toolRung: number): void {
  for (const { tools } of ground.tools(whole)[toolRung] ?? []) {
    if (tools)
      for (const split of ['model', 'feature'] as const)
        tellSplit(ground, { ...whole, tools }, split)
  }
}

function tellSplit(ground: Ground, tool: Part, split: keyof typeof BY): void {
  const { uses, tell } = ground
  const inTool = uses.all.filter((use) => within(tool, use.day) && tool.tools?.includes(use.tool))
  const keys = [...new Set(inTool.map((use) => use[split]))].toSorted((a, b) => a - b)
  const part = (group: readonly number[]): Part => ({ ...tool, [BY[split]]: group })
  const { told, pooled } = separate(keys, {
    safe: (group) => safeIn(ground, part(group)),
    size: (key) => uses.sum(part([key])).people.size,
  })
  if (told.length === 0) return
  const node = { unit: COMPANY, own: false }
  for (const key of told) tell({ node, split, part: part([key]) })
  if (pooled.length > 0) tell({ node, split, part: part(pooled) })
}

const within = ({ from, to }: Period, day: Period['from']) => day >= from && day <= to
