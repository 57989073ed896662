import { isNobodys } from '#core/insight/split.ts'
import { LEVEL_PEOPLE } from '#core/metric/level.ts'
import type { Dimension, Row, Split } from '#core/metric/metric.ts'
import { NONE } from '#core/metric/none.ts'
import { QUARTILE_PEOPLE } from '#core/metric/quartile.ts'

import { spaced } from './subject.ts'

/** How the groups of a split are called. */
const DIMENSION: Record<Dimension, { readonly one: string; readonly head: string }> = {
  team: { one: 'team', head: 'Team' },
  department: { one: 'department', head: 'Department' },
  user: { one: 'person', head: 'Person' },
  model: { one: 'model', head: 'Model' },
  tool: { one: 'tool', head: 'Tool' },
  feature: { one: 'feature', head: 'Feature' },
  level: { one: 'level', head: 'Level' },
  quartile: { one: 'quartile level', head: 'Quartile level' },
  asset: { one: 'prompt, tool or agent', head: 'Asset' },
}

/** `team`, `team and model` */
export function splitName({ dimension, also }: Split): string {
  const { one } = DIMENSION[dimension]
  return also === undefined ? one : `${one} and ${DIMENSION[also].one}`
}

/** What stands over the groups: a column, or two. */
export function splitHeads({ dimension, also }: Split): readonly string[] {
  return [dimension, ...(also === undefined ? [] : [also])].map((of) => DIMENSION[of].head)
}

/** A group's names for a reader: one, or two. */
export function groupNames(row: Row, { dimension, also }: Split): readonly string[] {
  if (also === undefined || row.also === undefined) return [groupName(row, { dimension })]
  return [named(row, dimension), named(row.also, also)]
}

/** A group's name for a reader. */
export function groupName(row: Row, by: Split): string {
  if (isNobodys(row)) return 'unattributed'
  return by.also === undefined ? named(row, by.dimension) : groupNames(row, by).join(' · ')
}

const arePeople = ({ dimension, also }: Split): boolean =>
  (dimension === 'level' || dimension === 'quartile') && also === undefined

/** A group within a sentence: `Sales`, `power users`. */
export function groupInside(row: Row, by: Split): string {
  const name = groupName(row, by)
  return arePeople(by) ? (LEVEL_PEOPLE[name] ?? QUARTILE_PEOPLE[name] ?? name) : name
}

/** What leads to the whole that a group is a share of: `Sales is 40%`, `power users account for 82%`. */
export function partOf(row: Row, by: Split, share: string): string {
  return `${groupInside(row, by)} ${arePeople(by) ? 'account for' : 'is'} ${share}`
}

function named({ key, label }: Pick<Row, 'key' | 'label'>, dimension: Dimension): string {
  if (key === null) return NONE[dimension]
  return dimension === 'feature' ? spaced(label) : label
}
