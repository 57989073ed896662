import type { MeasureGroup } from '#core/truth/measure-group.ts'

/** What one source gave to a question about one tool. */
export type Origin = {
  readonly tool: string
  readonly source: string
  /** Rows that were counted: one account's day with one model and feature. */
  readonly rows: number
  readonly days: number
  /** What it was believed in. */
  readonly believed: readonly MeasureGroup[]
  /** What another source was believed in instead; its rows are compared and never added. */
  readonly passedOver: readonly MeasureGroup[]
  /** Days of the period that it says are complete. */
  readonly covered: number
}
