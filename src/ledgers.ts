import type { Platform } from '#core/access/access.ts'
import type { Action } from '#core/action/action.ts'
import type { Crossing } from '#core/alert/crossing.ts'
import type { Baseline } from '#core/baseline/baseline.ts'
import type { BudgetSpec, BudgetState, PersonBudget } from '#core/budget/budget.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { Kept } from '#core/forecast/accuracy.ts'
import type { Forecast } from '#core/forecast/forecast.ts'
import type { Note, Noted } from '#core/note/note.ts'
import type { TakenLimits } from '#core/quartile/limits.ts'
import type { Taken } from '#core/quartile/taken.ts'
import type { Day } from '#core/time/day.ts'
import type { AuditRow, Outbox } from '#ports.ts'

/** What a digest found, as far as somebody may act on it. */
export type Recommended = Pick<Action, 'key' | 'view' | 'unit' | 'says' | 'action' | 'watched'> & {
  /** The Monday of its week. */
  readonly week: Day
}

/** What digests recommended. */
export type ActionBook = {
  /** The same finding is the same action until it is done; its words are those of the last time. */
  readonly propose: (found: readonly Recommended[], at: number) => Promise<readonly Action[]>
  /** Newest first. */
  readonly list: () => Promise<readonly Action[]>
  readonly find: (id: number) => Promise<Action | undefined>
  /** False when somebody else changed it since it was read. Written together with the audit row. */
  readonly change: (
    read: Action,
    to: Pick<Action, 'state' | 'outcome'>,
    row: AuditRow | undefined,
  ) => Promise<boolean>
  /** All of them, each with its audit row, or none: false when one was changed since it was read. */
  readonly changeAll: (
    changes: readonly {
      readonly read: Action
      readonly to: Pick<Action, 'state' | 'outcome'>
      readonly row: AuditRow
    }[],
  ) => Promise<boolean>
}

/** What was told of days to come, and what came. */
export type ForecastBook = {
  /** As it was first told: what is kept already stays. */
  readonly keep: (told: readonly Forecast[]) => Promise<void>
  /** Those whose last day is before this one, and of which nothing is known yet. */
  readonly over: (before: Day) => Promise<readonly Kept[]>
  /** `actual` null: it will not be known. */
  readonly score: (id: number, actual: number | null, at: number) => Promise<void>
  readonly list: () => Promise<readonly Kept[]>
}

/** What admins note beside the numbers. Each change is written together with its audit row. */
export type NoteBook = {
  /** The newest day first. */
  readonly list: () => Promise<readonly Note[]>
  readonly add: (
    note: Noted & { readonly by: string },
    row: (id: number) => AuditRow,
  ) => Promise<number>
  /**
   * All of them or none; what is noted already is left as it is.
   * @throws UserError when there would be more than `most`
   */
  readonly addAll: (
    notes: readonly Noted[],
    by: { readonly by: string; readonly most: number; readonly dryRun: boolean },
  ) => Promise<{ readonly added: number }>
  /** False when there is none of that number. */
  readonly remove: (id: number, row: AuditRow) => Promise<boolean>
}

/** Days that admins pinned. Each change is written together with its audit row. */
export type BaselineBook = {
  /** The newest first. */
  readonly list: () => Promise<readonly Baseline[]>
  readonly pin: (
    baseline: Omit<Baseline, 'id'> & { readonly by: string; readonly at: number },
    row: (id: number) => AuditRow,
  ) => Promise<number>
  /** False when there is none of that number. */
  readonly unpin: (id: number, row: AuditRow) => Promise<boolean>
}

/** Limits of quartile levels. None is changed: new ones take the place of those before. */
export type LimitBook = {
  /** Those in force, by tool. */
  readonly list: () => Promise<readonly TakenLimits[]>
  /** From the last whole weeks before `today`; `new`: of tools that have none. */
  readonly take: (
    of: {
      readonly tools: readonly number[] | 'new' | 'all'
      readonly today: Day
      readonly floor: number
      readonly by: string
      readonly at: number
    },
    row?: (taken: Taken) => AuditRow,
  ) => Promise<Taken>
}

type Sent = Parameters<Outbox['put']>[0]

/** Budgets of one person's use. Each change is written together with its audit row, which names nobody. */
export type PersonBudgetBook = {
  /** One's own, but those removed; the newest first. */
  readonly of: (maker: Target) => Promise<readonly PersonBudget[]>
  /** Those of this person's use, whoever made them, removed ones too; the newest first. */
  readonly about: (alias: string) => Promise<readonly PersonBudget[]>
  readonly find: (id: number) => Promise<PersonBudget | undefined>
  /** Those that are on, made in these chats, and not looked at since an instant, the longest ago first. */
  readonly due: (of: {
    readonly before: number
    readonly most: number
    readonly platforms: readonly Platform[]
  }) => Promise<readonly PersonBudget[]>
  /** `person`: as a scope has them. One that is off; its number. */
  readonly make: (
    budget: { readonly person: number; readonly spec: BudgetSpec; readonly maker: Target },
    row: (id: number) => AuditRow,
  ) => Promise<number>
  /** False when it is removed, or in no state of `from`. `told` is sent with it, or neither is done. */
  readonly set: (
    id: number,
    to: {
      readonly state: BudgetState
      readonly from: readonly BudgetState[]
      readonly told?: Sent
    },
    row: AuditRow,
  ) => Promise<boolean>
  /**
   * Notes the look, and the steps that were reached; of those that nobody had noted yet, `told` makes
   * what is sent with them.
   */
  readonly reach: (
    id: number,
    found: readonly Crossing[],
    how: {
      readonly at: number
      readonly told: (fresh: readonly Crossing[]) => Sent | undefined
    },
  ) => Promise<void>
}
