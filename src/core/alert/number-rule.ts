import type { Filters } from '#core/command/command.ts'
import type { MetricId, SummedMetric } from '#core/metric/metric.ts'

export const SPANS = ['day', 'week', 'month'] as const
/** Calendar days, weeks from Monday, calendar months. */
export type AlertSpan = (typeof SPANS)[number]

/** Whose numbers: never one person's. */
type NumberFilters = Pick<Filters, 'team' | 'group' | 'model' | 'tool'>

/**
 * A rule on a number, made in chat. `limit`: told when it passes the amount. `budget`: when it reaches
 * half, four fifths and all of it. `unusual`: when a day is far above its weekdays before, also beside
 * the other teams where it is of one; `by`: each team is looked at.
 */
type SummedSpec = {
  readonly metric: SummedMetric
  readonly filters: NumberFilters
} & (
  | { readonly kind: 'limit' | 'budget'; readonly amount: number; readonly per: AlertSpan }
  | { readonly kind: 'unusual'; readonly by?: 'team' }
)

/**
 * `threshold`: told when any number, measured over a whole day, week or month that is over, was above the
 * amount or below it. Of shares the amount is 0..1, of money millionths of a dollar, of time seconds.
 */
export type ThresholdSpec = {
  readonly kind: 'threshold'
  readonly metric: MetricId
  readonly filters: NumberFilters
  readonly side: 'above' | 'below'
  readonly amount: number
  readonly per: AlertSpan
}

export type NumberSpec = SummedSpec | ThresholdSpec

const SUMMED: Readonly<Record<SummedMetric, true>> = {
  messages: true,
  sessions: true,
  spend: true,
  input_tokens: true,
  cache_read_tokens: true,
  cache_write_tokens: true,
  output_tokens: true,
  output_characters: true,
}

/** Numbers that add up over days: the others have no total to pass a limit. */
export const isSummed = (metric: string): metric is SummedMetric => metric in SUMMED
