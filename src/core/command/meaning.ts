import type { Dimension, MetricId } from '#core/metric/metric.ts'
import type { Grain } from '#core/time/grain.ts'

import type { Compare, FilterKey, PeriodSpec, Problem, Versus } from './command.ts'

/** What one stretch of the text means. */
export type Meaning =
  | { readonly kind: 'filter'; readonly key: FilterKey; readonly values: readonly string[] }
  | { readonly kind: 'by'; readonly dimension: Dimension; readonly also?: Dimension }
  | { readonly kind: 'top'; readonly count: number }
  | { readonly kind: 'compare'; readonly compare: Compare }
  | { readonly kind: 'vs'; readonly vs: Versus }
  | { readonly kind: 'per'; readonly grain: Grain }
  | { readonly kind: 'chart'; readonly chart: 'none' }
  | { readonly kind: 'period'; readonly spec: PeriodSpec }
  | { readonly kind: 'metrics'; readonly metrics: readonly MetricId[] }
  | { readonly kind: 'filler' }
  | { readonly kind: 'problem'; readonly problem: Problem }

export type Piece = {
  readonly start: number
  readonly end: number
  readonly meanings: readonly Meaning[]
  /**
   * The last value had no quotes, so the next word may belong to it. No key: words that are none
   * of the grammar.
   */
  readonly open?: { readonly key?: FilterKey; readonly values: readonly string[] }
}

/** What stands at `start`, when it is this reader's kind of thing. */
export type Reader = (text: string, start: number) => Piece | undefined

/** A stretch that was not understood, why, and the nearest right things. */
export function problem(text: string, why: string, suggestions: readonly string[]): Meaning {
  return { kind: 'problem', problem: { text, why, suggestions } }
}
