import type { Weighed } from './pooled.ts'

/** What a design found in one unit. */
export type Found = Weighed & {
  readonly unit: string
  /** What those do with whom people are compared. */
  readonly beside: number
  /** The most people of any week, on each side. */
  readonly people: number
  readonly others: number
  /** What the weeks before would alone have led one to expect of `effect`; null: they are not known. */
  readonly before: Weighed | null
}
