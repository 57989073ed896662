import type { Day } from '#core/time/day.ts'

/** What was agreed with a vendor for a plan of a tool. Null is what nobody said. */
export type Contract = {
  readonly tool: string
  /** Empty: all plans. */
  readonly plan: string
  readonly from: Day
  readonly to: Day | null
  readonly seats: number | null
  /** Whole millionths of `currency`, for a seat a month. */
  readonly monthlyMicros: bigint | null
  readonly currency: string
  /** The last day to give notice. */
  readonly noticeBy: Day | null
  /** Whole millionths of `currency`, over the whole term. */
  readonly committedMicros: bigint | null
  /** What one vendor credit costs, in picodollars. */
  readonly creditPicos: bigint | null
}
