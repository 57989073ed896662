import type { MetricId, Unit, Value } from '#core/metric/metric.ts'

/** A named number: what it means, how it is computed and how it is written. One file per metric. */
export type MetricDefinition = {
  readonly id: MetricId
  /** As a heading: "Active people". */
  readonly name: string
  readonly unit: Unit
  readonly definition: string
  readonly formula: string
  /** Whether a rise is good news, bad news or just news: decides words and colours, never the value. */
  readonly rise: 'good' | 'bad' | 'neutral'
  readonly counts: readonly string[]
  readonly doesNotCount: readonly string[]
  /** For people: "1,204", "$42.10", "1.24M"; "not known" for null. */
  readonly format: (value: Value) => string
}
