import type { Viewer } from '#core/access/access.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { FilterKey, Filters } from '#core/command/command.ts'
import type { DirectoryChange, ImportKind, ImportPlan } from '#core/import/outcome.ts'
import type { Message } from '#core/message/message.ts'
import type { Dimension, Measured, MetricId } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

export type { DirectoryChange, ImportPlan } from '#core/import/outcome.ts'

/** Epoch milliseconds. */
export type Clock = { now(): number }

/** The filters of a command, found in the store. Ids mean nothing outside it. */
export type Scope = {
  readonly ids: { readonly [Key in FilterKey]?: readonly number[] }
  /** What a reader sees: `{ team: ['Engineering'] }`; people by alias. */
  readonly labels: { readonly [Key in FilterKey]?: readonly string[] }
}

/** A filter value that names nothing, or several things. */
export type Unresolved = {
  readonly key: FilterKey
  readonly value: string
  readonly why: 'unknown' | 'ambiguous'
  /** The nearest names, best first, at most five. */
  readonly suggestions: readonly string[]
}

export type Question = {
  readonly metrics: readonly MetricId[]
  readonly period: Period
  readonly previous: Period
  readonly grain: 'day' | 'week'
  readonly scope: Scope
  readonly by?: Dimension
  /** Today in the workspace's zone: days from here on are unfinished and never covered. */
  readonly today: Day
  /** True for `today`: the unfinished day is shown. */
  readonly partial: boolean
}

export type UsageReader = {
  resolve(filters: Filters): Promise<{ scope: Scope } | { unresolved: readonly Unresolved[] }>
  measure(question: Question): Promise<Measured>
  /** False until the first import lands. */
  hasUsage(): Promise<boolean>
}

/** One question asked, answered or refused. Texts carry no identifier: people by alias. */
export type AuditRow = {
  readonly at: number
  readonly viewer: string
  readonly place: string
  readonly action:
    | 'ask'
    | 'keep'
    | 'csv'
    | 'ask-for-access'
    | 'claim'
    | 'import'
    | 'undo'
    | 'picture'
  readonly command: string
  readonly outcome: 'answered' | 'misread' | 'refused' | 'failed' | 'done'
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes the row or throws: an answer that can't be audited is not sent. */
export type Audit = { record(row: AuditRow): Promise<void> }

/** An answer as it was given, so that Keep and CSV give the same one. */
export type StoredAnswer = {
  readonly id: string
  readonly viewer: string
  readonly at: number
  readonly command: string
  readonly message: Message
}

export type Answers = {
  put(answer: Omit<StoredAnswer, 'id'>): Promise<string>
  /** Undefined when it is unknown, expired, or belongs to another viewer. */
  get(id: string, viewer: string): Promise<StoredAnswer | undefined>
}

export type Admins = {
  isAdmin(platform: 'slack', workspace: string, user: string): Promise<boolean>
  list(platform: 'slack', workspace: string): Promise<readonly string[]>
  /** Makes `user` an admin if the code is the one printed and unused; false otherwise. */
  claim(code: string, platform: 'slack', workspace: string, user: string): Promise<boolean>
  /** A fresh one-time code when nobody is admin yet, else undefined. */
  newClaimCode(): Promise<string | undefined>
}

/** First come, first served, across replicas: true for exactly one caller per key. */
export type Claims = { claim(key: string): Promise<boolean> }

/** Small facts learnt about a workspace, such as which picture rung works there. */
export type Memory = {
  get(workspace: string, key: string): Promise<string | undefined>
  set(workspace: string, key: string, value: string): Promise<void>
}

export type Png = { readonly bytes: Uint8Array; readonly width: number; readonly height: number }

/** Draws in a worker; rejects rather than hangs. `width` in device pixels. */
export type Draw = (
  chart: Chart,
  options?: { readonly width?: number; readonly theme?: 'light' | 'dark' },
) => Promise<Png>

/** What was asked, by whom, where. `text` is what followed the command's name. */
export type AskRequest = {
  readonly text: string
  readonly viewer: Viewer
  readonly place: string
}

/** The answer to a command: always a message; the report is what `ask --json` prints. */
export type Answer = {
  readonly outcome: 'answered' | 'misread' | 'refused' | 'failed'
  readonly message: Message
  /** Set once stored; buttons carry it. */
  readonly answerId?: string
  readonly report?: unknown
}

export type AnswerCommand = (request: AskRequest) => Promise<Answer>

/** A CSV of the numbers behind a command, safe to open in a spreadsheet. */
export type ExportCsv = (
  request: AskRequest,
) => Promise<{ readonly name: string; readonly csv: string } | { readonly refused: Message }>

/** Structured log lines; never an identifier, never a payload. */
export type Log = {
  info(facts: Readonly<Record<string, unknown>>, what: string): void
  warn(facts: Readonly<Record<string, unknown>>, what: string): void
  error(facts: Readonly<Record<string, unknown>>, what: string): void
}

// ── ingest ──────────────────────────────────────────────────────────────────────────────────

export const FEATURES = [
  'chat',
  'team_ai',
  'document_chat',
  'agents',
  'tools',
  'code_completion',
  'cli',
  'api',
] as const
type Feature = (typeof FEATURES)[number]

/**
 * One message or request, as parsed at the door: identifiers already keyed-hashed (hex of
 * HMAC-SHA-256), no content. Null where the source does not say.
 */
export type UsageEvent = {
  /** Microseconds since the epoch. */
  readonly atMicros: bigint
  /** The calendar day in the workspace's zone (or the source's own). */
  readonly day: Day
  /** Hex HMAC of the person's identifier; null for use nobody owns. */
  readonly account: string | null
  readonly tool: string
  readonly source: string
  readonly model: string | null
  readonly feature: Feature | null
  /** Hex HMAC of the conversation; null where the source has none. */
  readonly conversation: string | null
  readonly agent: boolean
  readonly error: boolean
  readonly promptCharacters: number | null
  readonly outputCharacters: number | null
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWriteTokens: number | null
  readonly outputTokens: number | null
  /** Picodollars (10⁻¹² USD), exact; null when there is no bill and no price. */
  readonly costPicos: bigint | null
  readonly costBasis: 'billed' | 'estimated' | 'credits' | null
  readonly assetKind: 'prompt' | 'custom_tool' | 'agent' | null
  /** Hex HMAC of the asset's name. */
  readonly asset: string | null
  /** Hex HMAC of the run id. */
  readonly run: string | null
  /** Hex SHA-256 of the source's own id; null when the line has none. */
  readonly id: string | null
  /** Hex digest of the whole line: tells repeated content apart from changed content. */
  readonly digest: string
}

/** One vendor-reported person-day (not events): GitHub Copilot's users-1-day report. */
export type UsageReport = {
  readonly day: Day
  readonly account: string | null
  readonly tool: string
  readonly source: string
  readonly model: string | null
  readonly feature: Feature | null
  /** At least one user-initiated action that day. */
  readonly active: boolean
  /** Something ran for them, nothing was initiated by them. */
  readonly passive: boolean
  readonly messages: number | null
  /** The vendor's own daily session count ("session-days"); never mixed with split sessions. */
  readonly vendorSessions: number | null
  readonly requests: number | null
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWriteTokens: number | null
  readonly outputTokens: number | null
  readonly unpricedTokens: number | null
  readonly codeGenerations: number | null
  readonly codeAcceptances: number | null
  /** Vendor credits in thousandths. */
  readonly creditsMilli: number | null
  /** Whole micro-dollars of those credits at the contract rate; null without one. */
  readonly costCreditsMicros: bigint | null
}

export type BatchFacts = {
  readonly kind: ImportKind
  /** Base names only. */
  readonly files: readonly string[]
  readonly by: string
  readonly at: number
  readonly bucketZone: string
  /** Later days up to here are truly empty. */
  readonly through?: Day
}

/** Streams rows into a staging table; nothing is visible until `apply`. Dispose drops the stage. */
export type Stage<Row> = AsyncDisposable & {
  /** Buffers and copies in batches; resolves when there is room for more. */
  add(row: Row): Promise<void> | void
  plan(options: { readonly replace: boolean }): Promise<ImportPlan>
  /** One transaction: replace or upsert, coverage, dirty days. Then rebuilds them. */
  apply(options: {
    readonly replace: boolean
    readonly onProgress?: (done: number, of: number) => void
  }): Promise<{
    readonly batch: number | null
    readonly plan: ImportPlan
  }>
}

export type Membership = {
  /** Hex HMAC of the person's identifier. */
  readonly account: string
  /** Hex HMACs of their other logins. */
  readonly aliases: readonly string[]
  /** `Sales/EMEA`: level 1 is the department. */
  readonly unit: string
  readonly from: Day
  readonly to: Day | null
  readonly costCentre: string | null
  readonly location: string | null
  /** Unit paths of the managers' line, as given. */
  readonly manager: string | null
  readonly groups: readonly string[]
}

export type Seat = {
  readonly tool: string
  readonly plan: string
  /** Hex HMAC; null for a row that only states the pool. */
  readonly account: string | null
  readonly from: Day
  readonly to: Day | null
  /** Whole micro-dollars a month, null when no contract is known. */
  readonly monthlyMicros: bigint | null
  readonly currency: string
  /** Seats bought in the pool, where the file says. */
  readonly purchased: number | null
  readonly lastActivity: Day | null
}

export type BatchSummary = {
  readonly batch: number
  readonly kind: ImportKind
  readonly files: readonly string[]
  readonly at: string
  readonly lines: number
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly state: 'applied' | 'undone'
}

export type Ingest = {
  stageUsage(batch: BatchFacts): Promise<Stage<UsageEvent>>
  stageReports(batch: BatchFacts): Promise<Stage<UsageReport>>
  /** The file is the whole directory unless `merge`. Dry run: the change, nothing written. */
  directory(
    rows: readonly Membership[],
    batch: BatchFacts,
    options: { readonly merge: boolean; readonly dryRun: boolean },
  ): Promise<DirectoryChange>
  seats(
    rows: readonly Seat[],
    batch: BatchFacts,
    options: { readonly dryRun: boolean },
  ): Promise<{ readonly pools: number; readonly assigned: number }>
  list(): Promise<readonly BatchSummary[]>
  /** @throws UserError when a newer import covers the same days (undo that first) */
  undo(batch: number): Promise<{ readonly days: number }>
}

/** The workspace's fixed facts. The zone is fixed by the first import. */
export type Workspace = {
  /** @throws UserError when the settings name another than the one usage is stored in */
  zone(): Promise<string>
  /** @throws UserError when usage is already stored in another zone */
  fixZone(zone: string): Promise<void>
}
