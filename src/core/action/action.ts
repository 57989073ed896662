import type { MetricId } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'

import type { Judged, Plan } from './outcome.ts'
import type { Reclaimed } from './reclaimed.ts'

/** What a digest recommended and somebody may take on. */
export type Action = {
  readonly id: number
  /** That of its finding: the same finding is the same action while it is open. */
  readonly key: string
  readonly view: string
  /** The unit's path; null: the whole company. */
  readonly unit: string | null
  /** The finding, and what to do about it: sentences. */
  readonly says: string
  readonly action: string
  readonly proposedAt: number
  readonly state: ActionState
  /** Mondays of the weeks in which it was found: no baseline has them. */
  readonly found: readonly Day[]
  /** Null: no number is watched. */
  readonly watched: Watched | null
  readonly outcome: Outcome
}

/** `by` and `owner` as audit rows write people. Instants are epoch milliseconds. */
export type ActionState =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'taken'
      readonly owner: string
      readonly due: Day
      /** The day from which it is done about the unit. */
      readonly since: Day
    }
  | { readonly kind: 'snoozed'; readonly until: Day; readonly by: string }
  | {
      readonly kind: 'dismissed'
      readonly reason: string
      readonly by: string
      readonly at: number
    }
  | { readonly kind: 'done'; readonly owner: string; readonly on: Day }

/** What became of the number: nothing is looked at before somebody took the action on. */
export type Outcome =
  | { readonly kind: 'none' }
  /** Seats are counted: those that were idle on that day, and what was told of them so far. */
  | { readonly kind: 'seats'; readonly since: Day; readonly told?: readonly Reclaimed[] }
  /** Frozen when it was taken on. */
  | (Watched & { readonly kind: 'planned'; readonly plan: Plan })
  | (Watched & { readonly kind: 'unplanned'; readonly why: string })
  | (Watched & {
      readonly kind: 'judged'
      readonly plan: Plan
      readonly judged: Judged
      readonly at: number
    })

/** The number an action is to move, and which way. */
export type Watched = { readonly metric: MetricId; readonly wanted: 'rose' | 'fell' }

/** What an admin does about one. */
export type ActionStep =
  | { readonly kind: 'take'; readonly due?: Day }
  | { readonly kind: 'snooze'; readonly until: Day }
  | { readonly kind: 'dismiss'; readonly reason: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'reopen' }

/** Work that has no date is done never. */
const DUE_DAYS = 28

/** By the last day on which it can be done, while that is to come. */
const sooner = (due: Day, last: Day | undefined, today: Day): Day =>
  last !== undefined && last >= today && last < due ? last : due

/** The state after a step, or why there is none. */
export function stepped(
  state: ActionState,
  step: ActionStep,
  {
    by,
    today,
    now,
    after,
    last,
  }: {
    by: string
    today: Day
    now: number
    after: (days: number) => Day
    /** The last day on which it can be done. */
    last?: Day | undefined
  },
): ActionState | { readonly refused: string; readonly fix: string } {
  const ended = state.kind === 'done' || state.kind === 'dismissed'
  switch (step.kind) {
    case 'take':
      if (ended) return { refused: ENDED[state.kind], fix: 'Reopen it first.' }
      return {
        kind: 'taken',
        owner: by,
        due: step.due ?? sooner(after(DUE_DAYS), last, today),
        since: today,
      }
    case 'snooze':
      if (ended) return { refused: ENDED[state.kind], fix: 'Reopen it first.' }
      if (step.until <= today)
        return { refused: `${step.until} is over`, fix: 'Name a day that is to come.' }
      return { kind: 'snoozed', until: step.until, by }
    case 'dismiss':
      if (state.kind === 'done') return { refused: ENDED.done, fix: 'Reopen it first.' }
      return { kind: 'dismissed', reason: step.reason, by, at: now }
    case 'done':
      if (state.kind !== 'taken')
        return { refused: 'Nobody has taken it on', fix: 'Take it on first.' }
      return { kind: 'done', owner: state.owner, on: today }
    case 'reopen':
      return { kind: 'open' }
  }
}

const ENDED = { done: 'It is done', dismissed: 'It was dismissed' } as const

/** Whether its finding is kept out of digests: dismissed, or snoozed until later. */
export function isQuiet({ state }: Pick<Action, 'state'>, today: Day): boolean {
  return state.kind === 'dismissed' || (state.kind === 'snoozed' && state.until > today)
}
