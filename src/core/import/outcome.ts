import type { Rejection } from '#core/import/rejection.ts'
import type { Day } from '#core/time/day.ts'

/** Exports that tell of weeks or months of a person, never of days. */
export const PERIOD_KINDS = ['chatgpt-workspace', 'gemini-console', 'microsoft-copilot'] as const
export type PeriodKind = (typeof PERIOD_KINDS)[number]

export type ImportKind =
  | 'usage'
  | 'github-copilot'
  | PeriodKind
  | 'directory'
  | 'seats'
  | 'contracts'
  | 'notes'
  | 'governance'

/** What applying a staged import would do; printed by `--dry-run`. */
export type ImportPlan = {
  readonly lines: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  /** (source, day)s whose content changes, and those already stored as they are. */
  readonly changedDays: number
  readonly unchangedDays: number
  readonly added: number
  readonly replaced: number
  readonly removed: number
  /** Days of a source that would lose more than a fifth of their lines. */
  readonly shrinks: readonly { source: string; day: Day; before: number; after: number }[]
}

export type DirectoryChange = {
  readonly people: number
  readonly joined: number
  readonly left: number
  readonly moved: number
  readonly units: number
}

export type PeriodsChange = {
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  /** Rows that are new, other than they were stored, or gone. */
  readonly changed: number
  /** No later period is stored. */
  readonly newest: boolean
  /** Null: they stand as they were. */
  readonly seats: { readonly pools: number; readonly assigned: number } | null
}

/** What a file gave, some rows at a time, in the order of its lines. */
export type RowBatch<Row> = {
  readonly rows: readonly Row[]
  readonly rejected: readonly Rejection[]
  /** Read of the files so far, and their size, as stored (compressed, where they are). */
  readonly bytes: number
  readonly ofBytes: number
}

export type ImportProgress = {
  readonly phase: 'reading' | 'rebuilding'
  readonly rows: number
  /** Of the phase: bytes read, or days rebuilt. */
  readonly done: number
  readonly of: number
}

/** What one import did, or would do. */
export type ImportOutcome = {
  readonly kind: ImportKind
  readonly result:
    | 'applied'
    /** Nothing written: `--dry-run`. */
    | 'planned'
    /** Nothing written: a row was rejected under `--strict`. */
    | 'strict'
    /** Nothing written: days would lose more than a fifth of their lines, or people change homes. */
    | 'shrinks'
    /** Nothing written: no good row. */
    | 'empty'
  readonly batch: number | null
  readonly rows: number
  readonly rejected: { readonly count: number; readonly first: readonly Rejection[] }
  readonly plan?: ImportPlan
  readonly directory?: DirectoryChange
  /** Rows of a whole directory were rejected, so nobody was taken out of it. */
  readonly addedOnly?: boolean
  readonly contracts?: {
    readonly added: number
    readonly replaced: number
    /** Days whose credits are priced anew. */
    readonly days: number
  }
  readonly seats?: { readonly pools: number; readonly assigned: number }
  /** The others were noted before. */
  readonly notes?: { readonly added: number }
  readonly governance?: {
    readonly firstDay: Day | null
    readonly lastDay: Day | null
    /** The others were stored before, or come twice. */
    readonly added: number
    /** With an id that another entry has, of which they say otherwise: that one stays. */
    readonly differing: number
    /** Of a type that is none of ours: kept as `other`. */
    readonly unknown: number
  }
  readonly periods?: PeriodsChange & {
    /** No row was rejected: whoever is missing did nothing, and holds no seat. */
    readonly whole: boolean
    /** The export says who holds a seat. */
    readonly saysSeats: boolean
  }
}
