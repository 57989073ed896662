import type { MetricId, RatioMetric } from '#core/metric/metric.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

import type { Abilities } from './abilities.ts'
import type { ToolDay } from './coverage.ts'
import { type Column, columnsOf, isPlain, measureOf, type PlainMetric } from './metric-columns.ts'
import { countsPeople, ratioColumns, RATIOS } from './ratios.ts'

/** Metrics that are known on the same days, and what is read for them. */
export type Part = {
  readonly metrics: readonly MetricId[]
  readonly columns: readonly Column[]
  readonly people: 'none' | 'whole' | 'weekly'
  /** The day as it counts for these metrics. */
  readonly day: (day: ToolDay) => Omit<ToolDay, 'covered'> & { readonly covered: boolean }
}

const isRatio = (metric: MetricId): metric is RatioMetric => metric in RATIOS

/** What must be covered for a metric to be known. */
export function measuresOf(metric: MetricId): readonly MeasureGroup[] {
  if (isPlain(metric)) return [measureOf(metric)]
  return isRatio(metric) ? RATIOS[metric].measures : ['activity']
}

/** Sums and people; ratios by the tools and days that tell both of their numbers; weekly people. */
export function partsOf(
  metrics: readonly MetricId[],
  days: readonly ToolDay[],
  can: Abilities,
): readonly Part[] {
  return [
    ...plainParts(metrics.filter(isPlain), days),
    ...ratioParts(metrics.filter(isRatio), days, can),
    ...(metrics.includes('weekly_active_people')
      ? [{ ...plainPart(['active_people'], 'activity'), ...WEEKLY }]
      : []),
  ]
}

const WEEKLY = { metrics: ['weekly_active_people'], people: 'weekly' } as const

/** One part, unless a bill or a count covers days of its own: then what is known differs by measure. */
function plainParts(metrics: readonly PlainMetric[], days: readonly ToolDay[]): readonly Part[] {
  const asked = Map.groupBy(metrics, measureOf)
  const [first] = asked.keys()
  if (first === undefined) return []
  const alike = [...asked.keys()].every((group) =>
    days.every(({ covered }) => covered[group] === covered[first]),
  )
  if (alike) return [plainPart(metrics, first)]
  return [...asked].map(([group, metrics]) => plainPart(metrics, group))
}

function plainPart(metrics: readonly PlainMetric[], group: MeasureGroup): Part {
  return {
    metrics,
    columns: columnsOf(metrics),
    people: metrics.includes('active_people') ? 'whole' : 'none',
    day: (day) => ({ ...day, covered: day.covered[group] }),
  }
}

/** Ratios that are known by the same tools on the same days are read together. */
function ratioParts(
  metrics: readonly RatioMetric[],
  days: readonly ToolDay[],
  can: Abilities,
): readonly Part[] {
  const used = [...new Set(days.map(({ tool }) => tool))]
  const alike = Map.groupBy(metrics, (metric) =>
    [...RATIOS[metric].measures, ...used.filter((tool) => can(tool, metric))].join(' '),
  )
  return [...alike.values()].map((together): Part => {
    const [first] = together
    const measures = first === undefined ? [] : RATIOS[first].measures
    const able = new Set(used.filter((tool) => first !== undefined && can(tool, first)))
    return {
      metrics: together,
      columns: [...new Set(together.flatMap((metric) => ratioColumns(RATIOS[metric])))],
      people: together.some((metric) => countsPeople(RATIOS[metric])) ? 'whole' : 'none',
      day: (day) => ({
        ...day,
        present: day.present && able.has(day.tool),
        covered: able.has(day.tool) && measures.every((group) => day.covered[group]),
      }),
    }
  })
}
