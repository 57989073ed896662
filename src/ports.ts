import type { Viewer } from '#core/access/access.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { FilterKey, Filters } from '#core/command/command.ts'
import type { Message } from '#core/message/message.ts'
import type { Dimension, Measured, MetricId } from '#core/metric/metric.ts'
import type { ReconcileFacts } from '#core/reconcile/facts.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

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
    | 'precedence'
    | 'people'
    | 'services'
    | 'contract'
    | 'connect'
    | 'consent'
    | 'sync'
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

/**
 * First come, first served, across replicas: true for exactly one caller per key. Forgotten after a
 * day, but for keys that begin with `for-good:`.
 */
export type Claims = { claim(key: string): Promise<boolean> }

/**
 * Tells the admins something nobody asked for, in their channel or each in private; how many were
 * reached. Never rejects for a platform that refuses.
 */
export type TellAdmins = (message: Message) => Promise<number>

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

/** The workspace's fixed facts. The zone is fixed by the first import. */
export type Workspace = {
  /** @throws UserError when the settings name another than the one usage is stored in */
  zone(): Promise<string>
  /** @throws UserError when usage is already stored in another zone */
  fixZone(zone: string): Promise<void>
}

/** What sources say of the same use, and bills beside estimates. `tools` are ids; all without. */
export type Reconcile = (asked: {
  readonly period: Period
  readonly tools?: readonly number[]
}) => Promise<ReconcileFacts>

/** Which sources are believed for a tool's measure from a day on, best first; `by` null: built in. */
export type PrecedenceRow = {
  readonly tool: string
  readonly measure: MeasureGroup
  readonly from: Day
  readonly sources: readonly string[]
  readonly by: string | null
}

export type Precedence = {
  list(): Promise<readonly PrecedenceRow[]>
  /**
   * `sources` null: what held before this was set. Returns what was set from that day before, and how
   * many days were counted again.
   * @throws UserError for a tool or source nobody knows
   */
  set(order: {
    readonly tool: string
    readonly measure: MeasureGroup
    readonly sources: readonly string[] | null
    /** From the first day on without it. */
    readonly from?: Day
    readonly by: string
  }): Promise<{ readonly before: readonly string[] | null; readonly days: number }>
}

/** A key, project, workspace or tag, and the unit that pays for it on some days. */
export type ServiceMapping = {
  /** Its number in the store. */
  readonly account: number
  readonly source: string
  readonly kind: string
  readonly label: string
  readonly unit: string | null
  readonly from: Day | null
  readonly to: Day | null
}

/** What comes to another unit with a mapping. */
export type ServiceMove = {
  readonly requests: number
  readonly micros: bigint
  readonly days: number
}

type ServiceSpan = { readonly account: number; readonly from?: Day; readonly to?: Day }
type ServiceOptions = { readonly by: string; readonly dryRun: boolean }

/** Days left out are all days. A dry run says what would move and writes nothing. */
export type Services = {
  list(): Promise<readonly ServiceMapping[]>
  /** @throws UserError when there is no such service, or the days are the wrong way round */
  map(
    mapping: ServiceSpan & { readonly unit: string },
    options: ServiceOptions,
  ): Promise<ServiceMove>
  /** Takes the mapping of these days back: they belong to no unit. */
  unmap(span: ServiceSpan, options: ServiceOptions): Promise<ServiceMove>
}

/** Use that goes from one unit to another; null is no unit. */
export type UseMove = {
  readonly from: string | null
  readonly to: string | null
  readonly requests: number
  readonly messages: number
  readonly micros: bigint
  readonly days: number
}

/** An account that uses AI and is in no unit on the days it does. People and logins by alias. */
export type Unmatched = {
  readonly alias: string
  readonly tools: readonly string[]
  readonly sources: readonly string[]
  readonly requests: number
  readonly messages: number
  readonly micros: bigint
  readonly lastDay: Day
}

/** Two accounts that may be one person, or that an admin said are or are not. */
export type PeopleLink = {
  readonly link: number
  readonly person: string
  readonly login: string
  readonly state: 'doubtful' | 'confirmed' | 'refused'
  /** Who says so: a source, or the admin. */
  readonly by: string
  readonly since: Day
  readonly from: Day | null
  readonly to: Day | null
  /** What the login used, whoever it belongs to. */
  readonly requests: number
  readonly micros: bigint
  readonly lastDay: Day | null
}

/** Hex HMACs of two identifiers of one person: what answers are about, and the other login. */
type Pair = { readonly account: string; readonly alias: string }
export type JoinSpan = { readonly from?: Day; readonly to?: Day }
export type PeopleOptions = { readonly by: string; readonly at: number; readonly dryRun: boolean }

/** What a decision changes. `link` is its number, for undoing it; null after a dry run. */
export type Decided = {
  readonly link: number | null
  readonly person: string
  readonly login: string
  readonly moves: readonly UseMove[]
}

/** Who is who. What an admin says here counts before what vendors say; a directory file stands. */
export type People = {
  unmatched(): Promise<readonly Unmatched[]>
  doubtful(): Promise<readonly PeopleLink[]>
  /** What admins said, and did not take back. */
  decided(): Promise<readonly PeopleLink[]>
  /** @throws UserError when nobody knows one of them, or nothing would change */
  join(pair: Pair & JoinSpan, options: PeopleOptions): Promise<Decided>
  split(pair: Pair, options: PeopleOptions): Promise<Decided>
  /** @throws UserError when the two are not those of the doubtful join */
  confirm(link: number, pair: Pair, options: PeopleOptions): Promise<Decided>
  refuse(link: number, options: PeopleOptions): Promise<Decided>
  /** Takes an admin's decision back. @throws UserError for any other link */
  undo(link: number, options: PeopleOptions): Promise<Decided>
}

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

/** The contracts there are, and the tools with use, bills or seats that none speaks of today. */
export type ContractBook = {
  readonly contracts: readonly Contract[]
  readonly missing: readonly string[]
}

export type Contracts = {
  list(today: Day): Promise<ContractBook>
  /**
   * Each replaces the one of its tool, plan and first day. Credits are priced anew on the days it
   * changes; a dry run only counts them.
   * @throws UserError when two of one plan hold on one day
   */
  set(
    contracts: readonly Contract[],
    options: { readonly by: string; readonly at: number; readonly dryRun: boolean },
  ): Promise<{ readonly added: number; readonly replaced: number; readonly days: number }>
}

/** The unit that rules give an account's identifier; null where none fits it. */
export type Ruled = { readonly account: string; readonly unit: string | null }

/** Keeps what rules say of identifiers that came in; others stay as they were. */
export type RuledPeople = (ruled: readonly Ruled[], at: number) => Promise<void>
