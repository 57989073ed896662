import type { MetricId, RatioMetric, Value } from '#core/metric/metric.ts'
import { length } from '#core/time/period.ts'

import type { Ledger, Told } from './published-sums.ts'
import { divided } from './ratios.ts'

/** What a ratio divides and is divided by, each a sum of published numbers. */
type Parts = {
  readonly over: readonly Told[]
  readonly under: readonly Told[]
  /** For each week as well. */
  readonly weekly?: true
  readonly round?: true
}

const INPUT = ['input_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const
const TOKENS = [...INPUT, 'output_tokens'] as const
const PEOPLE = ['active_people'] as const

/** Ratios both of whose parts are published: they tell nothing that those do not. */
const RATIOS: Partial<Record<Told, Parts>> = {
  messages_per_session: { over: ['messages'], under: ['sessions'] },
  sessions_per_person_week: { over: ['sessions'], under: PEOPLE, weekly: true },
  tokens_per_person_week: { over: TOKENS, under: PEOPLE, weekly: true },
  cost_per_person: { over: ['spend'], under: PEOPLE, round: true },
  cost_per_session: { over: ['spend'], under: ['sessions'], round: true },
  cost_per_message: { over: ['spend'], under: ['messages'], round: true },
  output_input_ratio: { over: ['output_tokens'], under: INPUT },
  acceptance_rate: { over: ['accepted'], under: ['accepted', 'rejected'] },
  error_rate: { over: ['failed'], under: ['failed', 'succeeded'] },
  cache_hit_rate: { over: ['cache_read_tokens'], under: INPUT },
} satisfies Partial<Record<RatioMetric, Parts>>

export const isPublishedRatio = (metric: MetricId): boolean => RATIOS[metric] !== undefined

/** Whether a number is of distinct people, who are counted in whole weeks and months alone. */
export const isOfPeople = (metric: MetricId): boolean =>
  metric === 'active_people' || RATIOS[metric]?.under === PEOPLE

type At = Parameters<Ledger['value']>[2]

/** What a ratio is made of, as its definition lists it; of another number nothing. */
export function ratioParts(
  metric: Told,
  told: Pick<Ledger, 'value'>,
  { nodes, ...at }: At & { readonly nodes: readonly string[] },
): readonly Value[] {
  const ratio = RATIOS[metric]
  if (!ratio) return []
  const sum = (metrics: readonly Told[]): Value =>
    metrics.reduce<Value>((all, one) => {
      const value = told.value(one, nodes, at)
      return all === null || value === null ? null : all + value
    }, 0)
  return [sum(ratio.over), sum(ratio.under), ...(ratio.weekly ? [length(at.period) / 7] : [])]
}

/** A ledger that divides what it tells. */
export function withRatios(told: Ledger): Ledger {
  const value: Ledger['value'] = (metric, nodes, at) => {
    const ratio = RATIOS[metric]
    if (!ratio) return told.value(metric, nodes, at)
    return divided(ratioParts(metric, told, { ...at, nodes }), ratio.round === true)
  }
  /** Those of the first part for which all of it is known. */
  const first = (metric: Told): Told => RATIOS[metric]?.over[0] ?? metric
  return {
    value,
    keysIn: (tool, metric, at) => told.keysIn(tool, first(metric), at),
    keys: (metric, nodes, { period, split }) =>
      told
        .keys(first(metric), nodes, { period, split })
        .filter((key) => value(metric, nodes, { period, of: { split, keys: [key] } }) !== null),
  }
}
