import type { SummedMetric } from '#core/metric/metric.ts'
import type { Use } from '#core/privacy/uses.ts'
import type { Day } from '#core/time/day.ts'

/**
 * The two parts of what a share is of, each a number of its own. Told as one part and the whole, the
 * other part would follow: of a unit that accepts nearly everything, the few who did not.
 */
export type PublishedPart = 'accepted' | 'rejected' | 'failed' | 'succeeded'

/** Sums whose cells are published. */
export type PublishedMetric = Exclude<SummedMetric, 'output_characters'> | PublishedPart

export const SUMMED: readonly PublishedMetric[] = [
  'messages',
  'sessions',
  'spend',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'accepted',
  'rejected',
  'failed',
  'succeeded',
]

/** What one person used, on one day, in every number; null where it is not known. */
export type Basis = Readonly<Record<PublishedMetric, number | null>> & {
  readonly day: Day
  readonly unit: number
  readonly person: number
  readonly tool: number
  readonly model: number
  readonly feature: number
}

/** One number's uses. */
export function usesIn(metric: PublishedMetric, basis: readonly Basis[]): readonly Use[] {
  return basis.flatMap(({ unit, person, day, tool, model, feature, [metric]: amount }) =>
    amount ? [{ unit, person, day, tool, model, feature, amount }] : [],
  )
}
