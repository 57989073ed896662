import { type Crossing, crossings, type DayValue } from '#core/alert/crossing.ts'
import type { AlertSpan } from '#core/alert/number-rule.ts'
import type { Filters } from '#core/command/command.ts'
import type { DeliveryKey, Target } from '#core/delivery/delivery.ts'
import type { SummedMetric } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'

/** How much of what, and for how long, one person's use may come to. */
export type BudgetSpec = {
  readonly metric: SummedMetric
  /** Whole, micro-dollars of money. */
  readonly amount: number
  readonly per: AlertSpan
  readonly filters: Pick<Filters, 'tool' | 'model'>
}

/** `paused`: its maker may not see people one by one any more. */
export type BudgetState = 'off' | 'on' | 'paused' | 'removed'

/** A step of a budget that was reached: once in each of its periods. */
export type BudgetCrossing = {
  /** First day of the period. */
  readonly from: Day
  readonly percent: number
  /** The day on which it was reached. */
  readonly on: Day
}

/** A budget of one person's use. Its maker alone is told when it is reached; whom it is about can see it. */
export type PersonBudget = {
  readonly id: number
  readonly alias: string
  readonly spec: BudgetSpec
  readonly maker: Target
  readonly state: BudgetState
  /** Epoch milliseconds: when it was made, and when its state last changed. */
  readonly at: number
  readonly changedAt: number
  /** The last first. */
  readonly reached: readonly BudgetCrossing[]
}

/** Late numbers are waited for so long; what they change later is told of no more. */
export const LATE_DAYS = 3

/** Which steps were reached on which of these complete days, in their order. */
export const budgetCrossings = (spec: BudgetSpec, days: readonly DayValue[]): readonly Crossing[] =>
  crossings({ kind: 'budget', ...spec }, days)

/** Of steps that are found together the highest is told. */
export function highest(found: readonly Crossing[]): Crossing | undefined {
  return found.toSorted((a, b) => b.from.localeCompare(a.from) || b.percent - a.percent)[0]
}

/** What is sent of a step, once. */
export const budgetKey = (id: number, { from, percent }: BudgetCrossing): DeliveryKey =>
  `budget:${id}:${from}.${percent}`

/** What its maker is told when it is paused: about nobody, so that whoever has lost the right may read it. */
export const pausedKey = (id: number, at: number): DeliveryKey => `budget-paused:${id}:${at}`

/** The budget of which a delivery tells a step. */
export function budgetOf(key: DeliveryKey): number | undefined {
  const [, id] = /^budget:(\d+):/.exec(key) ?? []
  return id === undefined ? undefined : Number(id)
}
