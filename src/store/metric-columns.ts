import type { MetricId, SummedMetric, Value } from '#core/metric/metric.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

import { AGENT_COLUMNS, type AgentColumn } from './agent-columns.ts'
import { bucketIn, type HistogramColumn } from './medians.ts'
import { PAIRED, type PairedColumn } from './paired-columns.ts'

/** Sums of the columns behind the metrics asked for; null where no row has a value. */
export type Sums = Readonly<Partial<Record<Column, number | null>>>

export const TOKENS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
] as const

export const SPEND = ['billed', 'estimated', 'credits', 'unpriced_tokens', ...TOKENS] as const

/** Per metric, the columns it is read from. */
const COLUMNS: Record<SummedMetric, readonly Column[]> = {
  messages: ['messages'],
  sessions: ['sessions'],
  spend: SPEND,
  input_tokens: ['input_tokens'],
  cache_read_tokens: ['cache_read_tokens'],
  cache_write_tokens: ['cache_write_tokens'],
  output_tokens: ['output_tokens'],
  output_characters: ['output_characters'],
}

/** What must be covered for a sum to be known. */
const MEASURE_OF: Record<SummedMetric | 'active_people', MeasureGroup> = {
  active_people: 'activity',
  messages: 'activity',
  sessions: 'activity',
  spend: 'cost',
  input_tokens: 'tokens',
  cache_read_tokens: 'tokens',
  cache_write_tokens: 'tokens',
  output_tokens: 'tokens',
  output_characters: 'activity',
}

/** A metric that is read off its own sums or a count of people, on the days its measure is known. */
export type PlainMetric = keyof typeof MEASURE_OF

export const isPlain = (metric: MetricId): metric is PlainMetric => metric in MEASURE_OF

export const measureOf = (metric: PlainMetric): MeasureGroup => MEASURE_OF[metric]

const COSTS = ['billed', 'estimated', 'credits'] as const

type StoredColumn =
  | 'messages'
  | 'sessions'
  | 'unpriced_tokens'
  | 'output_characters'
  | (typeof TOKENS)[number]
  | (typeof COSTS)[number]

export type Column = StoredColumn | PairedColumn | HistogramColumn | AgentColumn

type Added = {
  readonly from: string
  readonly when: string
  /** What is added up of a row `f`, where it is more than its column. */
  readonly of?: string
}

/** What a column adds up: values `f` of days `k`. A bill replaces its day's estimates and credits. */
const STORED: Record<StoredColumn, Added> = {
  messages: { from: 'messages', when: 'k.known' },
  sessions: { from: 'sessions', when: 'k.known' },
  unpriced_tokens: { from: 'unpriced_tokens', when: 'k.known' },
  input_tokens: { from: 'input_tokens', when: 'k.known' },
  cache_read_tokens: { from: 'cache_read_tokens', when: 'k.known' },
  cache_write_tokens: { from: 'cache_write_tokens', when: 'k.known' },
  output_tokens: { from: 'output_tokens', when: 'k.known' },
  output_characters: { from: 'output_characters', when: 'k.known' },
  billed: { from: 'cost_billed_micros', when: 'k.known and k.billed' },
  estimated: { from: 'cost_estimated_micros', when: 'k.known and not k.billed' },
  credits: { from: 'cost_credits_micros', when: 'k.known and not k.billed' },
}

const isPaired = (column: Column): column is PairedColumn => column in PAIRED

const isStored = (column: Column): column is StoredColumn => column in STORED

const isAgent = (column: Column): column is AgentColumn => column in AGENT_COLUMNS

export function addedIn(column: Column): Added {
  if (isAgent(column)) return { from: column, when: 'k.known', of: AGENT_COLUMNS[column] }
  if (isStored(column)) return STORED[column]
  const of = isPaired(column) ? PAIRED[column] : bucketIn(column)
  return { from: column, when: 'k.known', of }
}

/** Whether the rollups keep no such sum: it takes rows that tell several things at once. */
export const needsFacts = (column: Column): boolean => !isStored(column)

export function columnsOf(metrics: readonly PlainMetric[]): readonly Column[] {
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
