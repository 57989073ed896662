import type { Action } from '#core/action/action.ts'
import type { Baseline } from '#core/baseline/baseline.ts'
import type { Kept } from '#core/forecast/accuracy.ts'
import type { Forecast } from '#core/forecast/forecast.ts'
import type { Note } from '#core/note/note.ts'
import type { Day } from '#core/time/day.ts'
import type { AuditRow } from '#ports.ts'

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
    note: Omit<Note, 'id'> & { readonly by: string },
    row: (id: number) => AuditRow,
  ) => Promise<number>
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
