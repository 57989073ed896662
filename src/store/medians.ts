import type { MedianMetric, MetricId, Value } from '#core/metric/metric.ts'

import type { Column } from './metric-columns.ts'

type Histogram = 'prompt' | 'depth' | 'seconds'

/** How many of a row fell in a bucket, counted from 1: see `histogram` in the schema. */
export type HistogramColumn = `${Histogram}_${number}`

const STORED: Readonly<Record<Histogram, string>> = {
  prompt: 'prompt_histogram',
  depth: 'session_depth_histogram',
  seconds: 'session_seconds_histogram',
}

const BUCKETS = 20

type Median = {
  readonly buckets: readonly HistogramColumn[]
  /** The least value there can be. */
  readonly least: number
  /** Counted beside them, since they have no such value. */
  readonly leftOut: readonly Column[]
}

const bucketsOf = (histogram: Histogram) =>
  Array.from({ length: BUCKETS }, (_, n): HistogramColumn => `${histogram}_${n + 1}`)

export const MEDIANS: Readonly<Record<MedianMetric, Median>> = {
  prompt_length: { buckets: bucketsOf('prompt'), least: 0, leftOut: [] },
  session_duration: {
    buckets: bucketsOf('seconds'),
    least: 0,
    leftOut: ['one_message_sessions'],
  },
  median_session_depth: { buckets: bucketsOf('depth'), least: 1, leftOut: [] },
}

export const isMedian = (metric: MetricId): metric is MedianMetric => metric in MEDIANS

/** The bucket as an element of its row's array. */
export function bucketIn(column: HistogramColumn): string {
  const [histogram = '', n] = column.split('_')
  return `f.${STORED[histogram as Histogram]}[${n}]`
}

/**
 * The middle of what was counted, spread evenly over the whole numbers of its bucket; of the last,
 * which has no end, its first. Null of nothing.
 */
export function medianOf(counts: readonly number[], least: number): Value {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2
  let below = 0
  for (const [n, count] of counts.entries()) {
    if (count > 0 && below + count >= half) {
      const low = n === 0 ? least : 2 ** n
      const high = n === BUCKETS - 1 ? low : 2 ** (n + 1) - 1
      return Math.round(low + ((high - low) * (half - below)) / count)
    }
    below += count
  }
  return null
}
