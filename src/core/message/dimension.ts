import type { Dimension, Row } from '#core/metric/metric.ts'

import { spaced } from './subject.ts'

/** How the groups of a split are called. */
export const DIMENSION: Record<Dimension, { readonly one: string; readonly head: string }> = {
  team: { one: 'team', head: 'Team' },
  department: { one: 'department', head: 'Department' },
  user: { one: 'person', head: 'Person' },
  model: { one: 'model', head: 'Model' },
  tool: { one: 'tool', head: 'Tool' },
  feature: { one: 'feature', head: 'Feature' },
}

/** A group's name for a reader. */
export function groupName({ key, label }: Row, dimension: Dimension): string {
  if (key === null) return 'unattributed'
  return dimension === 'feature' ? spaced(label) : label
}
