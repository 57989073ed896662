import type { Dimension, MetricId } from '#core/metric/metric.ts'

import { type Ground, type Group, groupsBy, named } from './published-groups.ts'

/**
 * The pairs of groups that are told: units and tools, and tools and their models or features over the
 * whole company. Undefined for pairs that nothing is published of.
 */
export function pairsBy(
  metric: MetricId,
  [by, also]: readonly [Dimension, Dimension],
  ground: Ground,
): readonly Group[] | undefined {
  // Of people nothing is told but how many there are in a unit.
  if (metric === 'active_people') return undefined
  const found = inOrder(metric, [by, also], ground)
  if (found) return found
  return inOrder(metric, [also, by], ground)?.map(({ key, label, also: second, ...group }) => ({
    ...group,
    key: second?.key ?? null,
    label: second?.label ?? '',
    also: { key, label },
  }))
}

function inOrder(
  metric: MetricId,
  [by, also]: readonly [Dimension, Dimension],
  ground: Ground,
): readonly Group[] | undefined {
  if ((by === 'team' || by === 'department') && also === 'tool')
    return unitTools(metric, by, ground)
  if (by === 'tool' && (also === 'model' || also === 'feature'))
    return toolParts(metric, also, ground)
  return undefined
}

/** Each unit's tools, as far as they are told apart there. */
function unitTools(metric: MetricId, by: 'team' | 'department', ground: Ground) {
  const { told, period, names, of } = ground
  if (of !== undefined && (of === 'none' || of.split !== 'tool')) return undefined
  const units = groupsBy(metric, by, { ...ground, of: undefined })
  return units.flatMap(({ nodes, key, label }): readonly Group[] =>
    told
      .keys(metric, nodes, { period, split: 'tool' })
      .filter((tool) => of === undefined || of.keys.includes(tool))
      .map((tool) => ({
        key,
        label,
        also: named(names, 'tool', tool),
        nodes,
        of: { split: 'tool', keys: [tool] },
      })),
  )
}

/** Models and features are told of the whole company, within each tool. */
function toolParts(metric: MetricId, also: 'model' | 'feature', ground: Ground) {
  const { told, period, names, nodes, of, question } = ground
  if (of !== undefined || question.scope.ids.team) return undefined
  return told.keys(metric, nodes, { period, split: 'tool' }).flatMap((tool) =>
    told.keysIn(tool, metric, { period, split: also }).map((key): Group => ({
      ...named(names, 'tool', tool),
      also: named(names, also, key),
      nodes,
      of: { split: also, tool, keys: [key] },
    })),
  )
}
