import type { MetricId, Value } from '#core/metric/metric.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

/** Sums of the columns behind the metrics asked for; null where no row has a value. */
export type Sums = Readonly<Partial<Record<Column, number | null>>>

/** Metrics that add up: all but distinct people. */
export type SummedMetric = Exclude<MetricId, 'active_people'>

const TOKENS = ['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens'] as const

/** Per metric, the columns it is read from. */
const COLUMNS: Record<SummedMetric, readonly Column[]> = {
  messages: ['messages'],
  sessions: ['sessions'],
  spend: ['billed', 'estimated', 'credits', 'unpriced_tokens', ...TOKENS],
  input_tokens: ['input_tokens'],
  cache_read_tokens: ['cache_read_tokens'],
  cache_write_tokens: ['cache_write_tokens'],
  output_tokens: ['output_tokens'],
}

/** What must be covered for a metric to be known. */
export const MEASURE_OF: Record<MetricId, MeasureGroup> = {
  active_people: 'activity',
  messages: 'activity',
  sessions: 'activity',
  spend: 'cost',
  input_tokens: 'tokens',
  cache_read_tokens: 'tokens',
  cache_write_tokens: 'tokens',
  output_tokens: 'tokens',
}

const COSTS = ['billed', 'estimated', 'credits'] as const

export type Column =
  | 'messages'
  | 'sessions'
  | 'unpriced_tokens'
  | (typeof TOKENS)[number]
  | (typeof COSTS)[number]

/** What a column adds up: values `f` of days `k`. A bill replaces its day's estimates and credits. */
export const ADDED: Record<Column, { readonly from: string; readonly when: string }> = {
  messages: { from: 'messages', when: 'k.known' },
  sessions: { from: 'sessions', when: 'k.known' },
  unpriced_tokens: { from: 'unpriced_tokens', when: 'k.known' },
  input_tokens: { from: 'input_tokens', when: 'k.known' },
  cache_read_tokens: { from: 'cache_read_tokens', when: 'k.known' },
  cache_write_tokens: { from: 'cache_write_tokens', when: 'k.known' },
  output_tokens: { from: 'output_tokens', when: 'k.known' },
  billed: { from: 'cost_billed_micros', when: 'k.known and k.billed' },
  estimated: { from: 'cost_estimated_micros', when: 'k.known and not k.billed' },
  credits: { from: 'cost_credits_micros', when: 'k.known and not k.billed' },
}

export function columnsOf(metrics: readonly MetricId[]): readonly Column[] {
  const columns = metrics.flatMap((metric) => (metric === 'active_people' ? [] : COLUMNS[metric]))
  return [...new Set(columns)]
}

/**
 * What a metric comes to over these sums, given that it can be known: no rows is 0. Spend is null
 * where there was use and none of it has a price.
 */
export function valueOf(metric: SummedMetric, sums: readonly Sums[]): Value {
  if (metric !== 'spend') return total(sums, metric)
  const priced = sums.some((of) => COSTS.some((cost) => of[cost] !== null))
  if (!priced && total(sums, 'unpriced_tokens') > 0) return null
  return COSTS.reduce((sum, cost) => sum + total(sums, cost), 0)
}

export function total(sums: readonly Sums[], column: Column): number {
  return sums.reduce((sum, of) => sum + (of[column] ?? 0), 0)
}

export function tokens(sums: readonly Sums[]): number {
  return TOKENS.reduce((sum, column) => sum + total(sums, column), 0)
}
