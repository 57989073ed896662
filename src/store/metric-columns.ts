import type { MetricId, Value } from '#core/metric/metric.ts'

/** Sums of the columns behind the metrics asked for; null where no row has a value. */
export type Sums = Readonly<Record<string, number | null>>

/** Metrics that add up: all but distinct people. */
export type SummedMetric = Exclude<MetricId, 'active_people'>

/** Per metric, the columns it is read from: what each sums, of use `f` on a calendar day `k`. */
const COLUMNS: Record<SummedMetric, Readonly<Record<string, string>>> = {
  messages: { messages: 'f.messages' },
  sessions: { sessions: 'f.sessions' },
  // A bill replaces the estimates and credits of its tool's day.
  spend: {
    billed: 'case when k.billed then f.cost_billed_micros end',
    estimated: 'case when not k.billed then f.cost_estimated_micros end',
    credits: 'case when not k.billed then f.cost_credits_micros end',
    unpriced: 'f.unpriced_tokens',
    tokens: `coalesce(f.input_tokens, 0) + coalesce(f.cache_read_tokens, 0)
      + coalesce(f.cache_write_tokens, 0) + coalesce(f.output_tokens, 0)`,
  },
  input_tokens: { input_tokens: 'f.input_tokens' },
  cache_read_tokens: { cache_read_tokens: 'f.cache_read_tokens' },
  cache_write_tokens: { cache_write_tokens: 'f.cache_write_tokens' },
  output_tokens: { output_tokens: 'f.output_tokens' },
}

export function columnsOf(metrics: readonly MetricId[]): readonly [string, string][] {
  return metrics.flatMap((metric) =>
    metric === 'active_people' ? [] : Object.entries(COLUMNS[metric]),
  )
}

/**
 * What a metric comes to over these sums, given that it can be known: no rows is 0. Spend is null
 * where there was use and none of it has a price.
 */
export function valueOf(metric: SummedMetric, sums: readonly Sums[]): Value {
  if (metric !== 'spend') return total(sums, metric)
  const costs = ['billed', 'estimated', 'credits']
  const priced = sums.some((of) => costs.some((cost) => of[cost] !== null))
  if (!priced && total(sums, 'unpriced') > 0) return null
  return costs.reduce((sum, cost) => sum + total(sums, cost), 0)
}

export function total(sums: readonly Sums[], column: string): number {
  return sums.reduce((sum, of) => sum + (of[column] ?? 0), 0)
}
