import type { Dimension } from './metric.ts'

/** What belongs to none of a dimension. */
export const NONE: Readonly<Record<Dimension, string>> = {
  team: 'unattributed',
  department: 'unattributed',
  user: 'unattributed',
  model: 'no model',
  tool: 'no tool',
  feature: 'no feature',
  level: 'no level',
  quartile: 'no quartile',
  asset: 'no asset',
}
