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
  const { told, about, period, question } = ground
  const { previous } = question
  const each = groups.flatMap(({ nodes, of, ...group }): readonly Row[] => {
    const now = told.value(metric, nodes, { period, of })
    const before = told.value(metric, nodes, { period: previous, of })
    if (now !== null) return [{ ...group, now, before }]
    const rounded = of ? undefined : about(metric, nodes, period)
    return rounded ? [{ ...group, now, before, withheld: { reason: 'few', about: rounded } }] : []
  })
  const most = ({ now, withheld }: Row) => now ?? withheld?.about?.high ?? 0
  return [...each.toSorted((a, b) => most(b) - most(a)), ...othersOf(metric, each, ground)]
}

/** What is left of the whole; of a whole or beside rows that are told rounded, rounded as well. */
function othersOf(metric: MetricId, each: readonly Row[], ground: Ground): readonly Row[] {
  if (metric === 'active_people' || isPublishedRatio(metric)) return []
  const whole = valueOf(metric, ground.period, ground)
  const held = whole === null ? whyWithheld(metric, ground) : undefined
  const [low, high] = [whole ?? held?.about?.low, whole ?? held?.about?.high]
  const others = { key: 'others', label: `Others, too few to tell apart`, before: null }
  if (low === undefined || high === undefined)
    return [{ ...others, now: null, withheld: held ?? { reason: 'few' } }]
  const sum = (of: (row: Row) => number | undefined) =>
    each.reduce((all, row) => all + (row.now ?? of(row) ?? 0), 0)
  const rest = {
    low: Math.max(0, low - sum(({ withheld }) => withheld?.about?.high)),
    high: high - sum(({ withheld }) => withheld?.about?.low),
  }
  if (rest.low === rest.high) return rest.low === 0 ? [] : [{ ...others, now: rest.low }]
  return [{ ...others, now: null, withheld: { reason: 'few', about: rest } }]
}
