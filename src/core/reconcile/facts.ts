import type { Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

/** What one source said of a tool's measure in a period, beside what is counted. */
export type SourceFacts = {
  readonly source: string
  /** All that it said: messages, tokens, or micro-dollars; null where it has no such number. */
  readonly says: Value
  /** How much of that is counted, because it was believed. */
  readonly counted: Value
  /** What is counted on the days this source speaks of, whoever said it. */
  readonly countedThen: Value
  readonly days: number
  readonly rows: number
}

export type MeasureFacts = {
  readonly measure: MeasureGroup
  /** What is counted in the period. */
  readonly counted: Value
  readonly days: number
  /** Sorted by name; the believed among them, too. */
  readonly sources: readonly SourceFacts[]
}

/** A day's bill and what was reckoned for it, in micro-dollars; null where there is none. */
export type BillDay = {
  readonly day: Day
  readonly bill: number | null
  readonly estimate: number | null
}

export type BillFacts = {
  readonly sources: readonly string[]
  readonly days: readonly BillDay[]
  /** Rows of use that were reckoned one by one. */
  readonly rows: number
  /** Credit notes and other negative lines of the bill. */
  readonly credited: number
  /** Billed to keys, projects or nobody who had no estimate. */
  readonly withoutEstimate: number
  /** Lines in a currency without a rate. */
  readonly unknownLines: number
}

export type ToolFacts = {
  readonly tool: string
  readonly measures: readonly MeasureFacts[]
  /** Tokens by source, to see who cannot tell cached ones. */
  readonly cache: readonly {
    readonly source: string
    readonly cacheRead: Value
    readonly input: Value
  }[]
  readonly bill: BillFacts | null
}

/** Everything that `costs reconcile` compares. */
export type ReconcileFacts = { readonly tools: readonly ToolFacts[] }
