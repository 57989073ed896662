import type { Measurement, MetricId, Row, Split, Value } from '#core/metric/metric.ts'
import type { Period } from '#core/time/period.ts'

import { type Ground, type Group, groupsBy, isFiner } from './published-groups.ts'
import { pairsBy } from './published-pairs.ts'
import { isPublishedRatio } from './published-ratios.ts'
import { whyWithheld } from './published-why.ts'

export function valueOf(metric: MetricId, period: Period, { told, nodes, of }: Ground): Value {
  return of === 'none' ? null : told.value(metric, nodes, { period, of })
}

/** Who is told apart, and what is left of the whole: the others together. */
export function split(
  metric: MetricId,
  { dimension: by, also }: Split,
  ground: Ground,
): NonNullable<Measurement['by']> {
  const whole = { dimension: by, ...(also && { also }) }
  const groups = also ? pairsBy(metric, [by, also], ground) : groupsBy(metric, by, ground)
  const told = by === 'user' || !isFiner(by)
  if (groups && told) return { ...whole, rows: rowsOf(metric, groups, ground) }
  const what = isFiner(by) ? 'split' : 'second split'
  return { ...whole, rows: [], withheld: { reason: 'detail', nearest: { kind: 'without', what } } }
}

function rowsOf(metric: MetricId, groups: readonly Group[], ground: Ground): readonly Row[] {
  const { told, period, question } = ground
  const { previous } = question
  const each = groups.flatMap(({ nodes, of, ...group }): readonly Row[] => {
    const now = told.value(metric, nodes, { period, of })
    return now === null
      ? []
      : [{ ...group, now, before: told.value(metric, nodes, { period: previous, of }) }]
  })
  const whole = valueOf(metric, period, ground)
  const rest = whole === null ? null : whole - each.reduce((sum, { now }) => sum + (now ?? 0), 0)
  const others = { key: 'others', label: `Others, too few to tell apart`, before: null }
  const last: readonly Row[] =
    metric === 'active_people' || isPublishedRatio(metric) || rest === 0
      ? []
      : [{ ...others, now: rest, ...(rest === null && { withheld: whyWithheld(metric, ground) }) }]
  return [...each.toSorted((a, b) => (b.now ?? 0) - (a.now ?? 0)), ...last]
}
