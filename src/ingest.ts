import type { GovernanceEvent, PeriodUse } from '#collect.ts'
import type {
  DirectoryChange,
  ImportKind,
  ImportPlan,
  PeriodsChange,
} from '#core/import/outcome.ts'
import type { UnitTraits } from '#core/signals/panel.ts'
import type { Day } from '#core/time/day.ts'

export type { DirectoryChange, ImportPlan } from '#core/import/outcome.ts'

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
  readonly agentRequests: number | null
  readonly errors: number | null
  readonly promptCharacters: number | null
  /** How many prompts those characters are of, and how many are < 50, 50–200 and > 200 long. */
  readonly promptsMeasured: number | null
  readonly promptsShort: number | null
  readonly promptsMiddle: number | null
  readonly promptsLong: number | null
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
  /** What the vendor bills for the row, rounded once, half to even. */
  readonly costBilledMicros: bigint | null
  /** What the vendor, or a price table, reckons it costs. */
  readonly costEstimatedMicros: bigint | null
}

/** A report that knows nothing yet: connectors spread it and say what their vendor says. */
export const UNREPORTED = {
  messages: null,
  agentRequests: null,
  errors: null,
  promptCharacters: null,
  promptsMeasured: null,
  promptsShort: null,
  promptsMiddle: null,
  promptsLong: null,
  vendorSessions: null,
  requests: null,
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  unpricedTokens: null,
  codeGenerations: null,
  codeAcceptances: null,
  creditsMilli: null,
  costCreditsMicros: null,
  costBilledMicros: null,
  costEstimatedMicros: null,
} as const satisfies Partial<UsageReport>

/** What made a batch: an import command, or a pull of a connector. */
type BatchKind = ImportKind | 'sync'

export type BatchFacts = {
  readonly kind: BatchKind
  /** Base names only; the name of the source for a pull. */
  readonly files: readonly string[]
  readonly by: string
  readonly at: number
  readonly bucketZone: string
  /** Later days up to here are truly empty. */
  readonly through?: Day
  /** The rows are all that their source says of these days. */
  readonly window?: WholeDays
}

/** Days, and the instants (epoch milliseconds, the last excluded) between which they lie. */
export type WholeDays = {
  readonly from: Day
  readonly to: Day
  readonly since: number
  readonly until: number
  /** Days among them of which nothing is known yet: what is stored of them stays. */
  readonly except?: readonly Omit<WholeDays, 'except'>[]
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
  /** What the HR system says besides: added up to units at the store's door, and kept of no person. */
  readonly traits?: Traits
  /** When they were on leave, and never why; undefined where the directory does not say who is. */
  readonly leaves?: readonly Leave[]
}

/** From one day to another, both included; null: it has not ended. */
export type Leave = { readonly from: Day; readonly to: Day | null }

export type Traits = Omit<UnitTraits, 'unit' | 'location'>

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

/** One entry of an audit log out of a file. `isKnown`: its type is one of ours, and not kept as `other`. */
export type GovernanceRow = { readonly event: GovernanceEvent; readonly isKnown: boolean }

/** Entries of audit logs on their way in. Dispose drops what was not applied. */
export type GovernanceStage = AsyncDisposable & {
  add(events: readonly GovernanceEvent[]): Promise<void>
  /** One transaction. Dry run: what it would do, nothing written. */
  apply(options: { readonly dryRun: boolean }): Promise<GovernanceAdded>
}

type GovernanceAdded = {
  readonly batch: number | null
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly added: number
  /** With an id that another entry has, of which they say otherwise: that one stays. */
  readonly differing: number
}

export type PeriodRows = {
  readonly periods: readonly PeriodUse[]
  /** Null: they are not in what was read. */
  readonly seats: readonly Seat[] | null
}

export type BatchSummary = {
  readonly batch: number
  readonly kind: BatchKind
  readonly files: readonly string[]
  readonly at: string
  readonly lines: number
  readonly firstDay: string | null
  readonly lastDay: string | null
  /** Settled: too old to be undone. */
  readonly state: 'applied' | 'undone' | 'settled'
}

export type Ingest = {
  stageUsage(batch: BatchFacts): Promise<Stage<UsageEvent>>
  stageReports(batch: BatchFacts): Promise<Stage<UsageReport>>
  stageGovernance(batch: BatchFacts): Promise<GovernanceStage>
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
  /** `whole`: the rows of a period are all there are of it, and the seats all there are now. */
  periods(
    rows: PeriodRows,
    batch: BatchFacts,
    options: { readonly whole: boolean; readonly dryRun: boolean },
  ): Promise<PeriodsChange>
  list(): Promise<readonly BatchSummary[]>
  /** @throws UserError when a newer import covers the same days (undo that first) */
  undo(batch: number): Promise<{ readonly days: number }>
}
