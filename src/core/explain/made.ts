import { type Answered, find, shownMetrics } from '#core/message/answered.ts'
import type { Measured, Measurement } from '#core/metric/metric.ts'
import type { Period } from '#core/time/period.ts'

/** What a number was, and what it rested on. */
export type Given = Pick<
  Measurement,
  'metric' | 'now' | 'before' | 'coverage' | 'madeOf' | 'unpricedTokenShare' | 'withheld'
>

/** A finding as a digest told it; by its key the same one is known again. */
export type FoundThen = {
  readonly key: string
  readonly view: string
  readonly says: string
  /** The command that shows its numbers, of the days they are of. */
  readonly command: string
}

/** How an answer came about, kept beside it. People by alias. */
export type Made = {
  readonly period: Period
  readonly previous: Period
  readonly zone: string
  /** What was asked about, as readers know it. */
  readonly labels: Answered['labels']
  /** And what it was compared with, where that is something else than an earlier time. */
  readonly beside?: Answered['labels']
  /** The numbers it shows, in their order. */
  readonly numbers: readonly Given[]
  /** Of a digest: what it found, each as it told it. */
  readonly findings?: readonly FoundThen[]
  /** It was for who may read how work goes, which not everyone may who reads digests. */
  readonly signals?: true
  readonly dataThrough: string | null
  readonly tools: Measured['tools']
  /** By which limits quartile levels were told. */
  readonly limits?: NonNullable<Measured['limits']>
  /** Of whom it shows numbers one by one, as its audit row has them. */
  readonly people?: string
  readonly code: string
  readonly policy: { readonly version: number; readonly hash: string }
}

/** What is kept of an answer's making. */
export function madeOf(
  answered: Answered,
  by: Pick<Made, 'code' | 'policy'> & { readonly people?: string },
): Made {
  const { measured, span, labels, zone, compared } = answered
  const shown = shownMetrics(answered).flatMap((metric) => find(measured, metric) ?? [])
  const { period, previous } = span
  const { dataThrough, tools, limits } = measured
  return {
    period,
    previous,
    zone,
    labels,
    numbers: shown.map(given),
    dataThrough,
    tools,
    ...(limits && { limits }),
    ...by,
    ...(compared && { beside: compared.labels }),
  }
}

export function given(of: Measurement): Given {
  const { metric, now, before, coverage, madeOf, unpricedTokenShare, withheld } = of
  return {
    metric,
    now,
    before,
    coverage,
    ...(madeOf && { madeOf }),
    ...(unpricedTokenShare !== undefined && { unpricedTokenShare }),
    ...(withheld && { withheld }),
  }
}
