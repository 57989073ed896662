import type {
  AgentMetric,
  MedianMetric,
  MetricId,
  PersonMetric,
  RatioMetric,
} from '#core/metric/metric.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

import type { Abilities } from './abilities.ts'
import { ASSET_DAYS, isAgents, type RunDays } from './agent-columns.ts'
import type { ToolDay } from './coverage.ts'
import { isMedian, MEDIANS } from './medians.ts'
import { type Column, columnsOf, isPlain, measureOf, type PlainMetric } from './metric-columns.ts'
import { isOfPersons, PERSON_METRICS, type TallyKind } from './person-metrics.ts'
import { countsPeople, ratioColumns, RATIOS } from './ratios.ts'

/** Metrics that are known on the same days, and what is read for them. */
export type Part = {
  readonly metrics: readonly MetricId[]
  readonly columns: readonly Column[]
  readonly people: 'none' | 'whole' | 'weekly' | 'ranked' | 'everyone' | TallyKind
  /** What is counted apart from use. */
  readonly apart?: RunDays
  /** The day as it counts for these metrics. */
  readonly day: (day: ToolDay) => Omit<ToolDay, 'covered'> & { readonly covered: boolean }
}

type Made = RatioMetric | MedianMetric

const isMade = (metric: MetricId): metric is Made => metric in RATIOS || metric in MEDIANS

type Recipe = {
  readonly measures: readonly MeasureGroup[]
  readonly columns: readonly Column[]
  readonly people: boolean
}

function recipe(metric: Made): Recipe {
  if (isMedian(metric)) {
    const { buckets, leftOut } = MEDIANS[metric]
    return { measures: ['activity'], columns: [...buckets, ...leftOut], people: false }
  }
  const ratio = RATIOS[metric]
  return {
    measures: ratio.measures,
    columns: ratioColumns(ratio),
    people: countsPeople(ratio),
  }
}

/** What must be covered for a metric to be known. */
export function measuresOf(metric: MetricId): readonly MeasureGroup[] {
  if (isPlain(metric)) return [measureOf(metric)]
  return isMade(metric) ? recipe(metric).measures : ['activity']
}

/** Sums and people; ratios by the tools and days that tell both of their numbers; weekly people. */
export function partsOf(
  metrics: readonly MetricId[],
  days: readonly ToolDay[],
  can: Abilities,
): readonly Part[] {
  return [
    ...plainParts(metrics.filter(isPlain), days),
    ...madeParts(metrics.filter(isMade), days, can),
    ...(metrics.includes('weekly_active_people')
      ? [withPeople({ ...plainPart(['active_people'], 'activity'), ...WEEKLY })]
      : []),
    ...agentParts(metrics.filter(isAgents)),
    ...personParts(metrics.filter(isOfPersons)),
    ...(metrics.includes('concentration')
      ? [withPeople({ ...plainPart(['messages'], 'activity'), ...RANKED })]
      : []),
    ...(metrics.includes('adoption')
      ? [withPeople({ ...plainPart(['active_people'], 'activity'), ...EVERYONE })]
      : []),
  ]
}

/** Runs are known on the days that activity is. */
function agentParts(metrics: readonly AgentMetric[]): readonly Part[] {
  if (metrics.length === 0) return []
  const columns = ['agent_runs', 'good_agent_runs', 'asset_runs'] as const
  return [{ ...plainPart(['messages'], 'activity'), metrics, columns, apart: ASSET_DAYS }]
}

/** Those that are counted together. */
function personParts(metrics: readonly PersonMetric[]): readonly Part[] {
  const alike = Map.groupBy(metrics, (metric) => PERSON_METRICS[metric].kind)
  return [...alike].map(([people, metrics]) =>
    withPeople({ ...plainPart(['active_people'], 'activity'), metrics, people }),
  )
}

const EVERYONE = { metrics: ['adoption'], people: 'everyone' } as const

const RANKED = { metrics: ['concentration'], people: 'ranked' } as const

/** Whether a metric is of how many people there are. */
export const isOfPeople = (metric: MetricId): boolean =>
  metric === 'active_people' ||
  metric === 'weekly_active_people' ||
  metric === 'concentration' ||
  metric === 'adoption' ||
  isOfPersons(metric) ||
  (isMade(metric) && recipe(metric).people)

/** Days on which nobody can be counted are not known. */
const withPeople = (part: Part): Part => ({
  ...part,
  day(day) {
    const as = part.day(day)
    return day.ofUnits ? { ...as, covered: false, present: false } : as
  },
})

const WEEKLY = { metrics: ['weekly_active_people'], people: 'weekly' } as const

/** One part, unless a bill or a count covers days of its own: then what is known differs by measure. */
function plainParts(metrics: readonly PlainMetric[], days: readonly ToolDay[]): readonly Part[] {
  if (metrics.includes('active_people') && days.some(({ ofUnits }) => ofUnits)) {
    // Last: rows are those of the first.
    const others = metrics.filter((metric) => metric !== 'active_people')
    return [...plainParts(others, days), withPeople(plainPart(['active_people'], 'activity'))]
  }
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

/** Ratios and medians that are known by the same tools on the same days are read together. */
function madeParts(
  metrics: readonly Made[],
  days: readonly ToolDay[],
  can: Abilities,
): readonly Part[] {
  const used = [...new Set(days.map(({ tool }) => tool))]
  const alike = Map.groupBy(metrics, (metric) =>
    [
      isOfPeople(metric),
      ...recipe(metric).measures,
      ...used.filter((tool) => can(tool, metric)),
    ].join(' '),
  )
  return [...alike.values()].map((together): Part => {
    const [first] = together
    const measures = first === undefined ? [] : recipe(first).measures
    const able = new Set(used.filter((tool) => first !== undefined && can(tool, first)))
    const ofPeople = together.some((metric) => recipe(metric).people)
    const part: Part = {
      metrics: together,
      columns: [...new Set(together.flatMap((metric) => recipe(metric).columns))],
      people: ofPeople ? 'whole' : 'none',
      day: (day) => ({
        ...day,
        present: day.present && able.has(day.tool),
        covered: able.has(day.tool) && measures.every((group) => day.covered[group]),
      }),
    }
    return ofPeople ? withPeople(part) : part
  })
}
