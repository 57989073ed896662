import type { Place, Viewer } from '#core/access/access.ts'
import type { Act, Approval, Asked, Change } from '#core/approval/approval.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { FilterKey, Filters } from '#core/command/command.ts'
import type { DeliveryKey, Posted, Target } from '#core/delivery/delivery.ts'
import type { Origin } from '#core/explain/origin.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { GovernanceLine, GovernanceSearch, GovernanceSeen } from '#core/governance/search.ts'
import type { Message } from '#core/message/message.ts'
import type { Dimension, Measured, MetricId } from '#core/metric/metric.ts'
import type { LogFacts } from '#core/privacy/log-fields.ts'
import type { ReconcileFacts } from '#core/reconcile/facts.ts'
import type { DecidedAnswers } from '#core/signals/decide-answers.ts'
import type { ToldSum } from '#core/signals/told.ts'
import type { Day } from '#core/time/day.ts'
import type { Grain } from '#core/time/grain.ts'
import type { Period } from '#core/time/period.ts'
import type { Side } from '#core/why/side.ts'

/** Epoch milliseconds. */
export type Clock = { now(): number }

/** The filters of a command, found in the store. Ids mean nothing outside it. */
export type Scope = {
  readonly ids: { readonly [Key in FilterKey]?: readonly number[] }
  /** What a reader sees: `{ team: ['Engineering'] }`; people by alias. */
  readonly labels: { readonly [Key in FilterKey]?: readonly string[] }
  /** The prompts, tools and agents of `labels`, by what a question that is kept calls them. */
  readonly codes?: readonly string[]
}

/** A filter value that names nothing, or several things. */
export type Unresolved = {
  readonly key: FilterKey
  readonly value: string
  /** `untold`: nothing is published of it, whether there is such a name or not. */
  readonly why: 'unknown' | 'ambiguous' | 'untold'
  /** The nearest names, best first, at most five. */
  readonly suggestions: readonly string[]
}

export type Question = {
  readonly metrics: readonly MetricId[]
  readonly period: Period
  readonly previous: Period
  readonly grain: Grain
  readonly scope: Scope
  readonly by?: Dimension
  /** Each group of `by`, split again. */
  readonly also?: Dimension
  /** Today in the workspace's zone: days from here on are unfinished and never covered. */
  readonly today: Day
  /** True for `today`: the unfinished day is shown. */
  readonly partial: boolean
  /**
   * The rows of a split have their buckets also of what does not stack (weekly people, ratios of sums)
   * and of two splits, and those of spend how it is known. With `grain: 'week'`; never of people.
   */
  readonly rowSeries?: boolean
}

export type UsageReader = {
  resolve(filters: Filters): Promise<{ scope: Scope } | { unresolved: readonly Unresolved[] }>
  measure(question: Question): Promise<Measured>
  /** False until the first import lands. */
  hasUsage(): Promise<boolean>
  /** Which rows of which sources are counted; absent where rows are not to be counted. */
  origins?(
    asked: Pick<Question, 'scope' | 'period' | 'previous' | 'today'>,
  ): Promise<readonly Origin[]>
  /** The spend of both periods taken apart, as exact as it is; `paired`: of days known in both. */
  sides?(
    question: Question,
    of: { readonly paired: boolean },
  ): Promise<{ readonly now: Side; readonly before: Side }>
}

/** One question asked, answered or refused. Texts carry no identifier: people by alias. */
export type AuditRow = {
  readonly at: number
  readonly viewer: string
  readonly place: string
  readonly action:
    | 'ask'
    | 'keep'
    | 'share'
    | 'unshare'
    | 'csv'
    | 'ask-for-access'
    | 'claim'
    | 'import'
    | 'undo'
    | 'picture'
    | 'precedence'
    | 'roles'
    | 'reveal'
    | 'governance'
    | 'alert'
    | 'people'
    | 'services'
    | 'contract'
    | 'connect'
    | 'consent'
    | 'sync'
    | 'lock'
    | 'unlock'
    | 'audit'
    | 'audit-export'
    | 'audit-prune'
    | 'evidence'
    | 'approval'
    | 'action'
    | 'note'
    | 'baseline'
    | 'limits'
    | 'policy'
    | 'privacy'
    | 'retention'
    | 'siem'
    | 'saved'
    | 'subscribe'
  readonly command: string
  readonly outcome: 'answered' | 'misread' | 'refused' | 'failed' | 'done'
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes the row or throws: an answer that can't be audited is not sent. */
export type Audit = { record(row: AuditRow): Promise<void> }

/** Where changes that two people must want are written, each step together with its audit row. */
export type ApprovalBook = {
  /** Uses an approval of this very change, once; else finds what waits, or writes a proposal. */
  readonly ask: (
    change: Change,
    act: Act & { readonly row: (asked: Asked) => AuditRow },
  ) => Promise<Asked>
  readonly find: (id: number) => Promise<Approval | undefined>
  /** Undefined when it does not wait any more, or `by` would approve their own. */
  readonly decide: (
    id: number,
    decision: 'approved' | 'refused',
    act: Act & { readonly row: (decided: Approval) => AuditRow },
  ) => Promise<Approval | undefined>
  /** Neither done, refused nor expired. */
  readonly waiting: (now: number) => Promise<readonly Approval[]>
}

export type Answers = {
  /** `message`, given what the answer will be called by. */
  put(
    answer: Omit<StoredAnswer, 'id' | 'ref' | 'message'> & {
      readonly message: (ref: string) => Message
    },
  ): Promise<StoredAnswer>
  /** Undefined when it is unknown, expired, or belongs to another viewer. */
  get(id: string, viewer: string): Promise<StoredAnswer | undefined>
  /** Whoever's it is: who asks for it may have to be refused. */
  find(ref: string): Promise<StoredAnswer | undefined>
  /** The last one with numbers that someone was given, or that they shared. */
  last(viewer: string, which?: 'shared'): Promise<StoredAnswer | undefined>
  /** Where it was shared; without a place, it was taken back. */
  post(id: string, place: string | undefined): Promise<void>
}

/**
 * First come, first served, across replicas: true for exactly one caller per key. Forgotten after a
 * day, but for keys that begin with `for-good:`. Never rejects: while the store is down it is true for
 * one caller in each process.
 */
export type Claims = { claim(key: string): Promise<boolean> }

/**
 * Tells the admins something nobody asked for, in their channel or each in private; how many were
 * reached. Never rejects for a platform that refuses. `first` is asked right before a reader (the
 * platform's name of the place) is told; where it says no they know it already, and count as reached.
 */
export type TellAdmins = (
  message: Message,
  first?: (reader: string) => Promise<boolean>,
) => Promise<number>

/** Posts where nobody asked just now, and edits what was posted. Never rejects for what a platform says. */
export type Poster = {
  /**
   * `first` is asked right before the call: where it says no, nothing is posted. `thread`: the `ref` of
   * the message it stands below, where the platform has threads.
   */
  post(
    target: Target,
    message: Message,
    how?: { readonly first?: () => Promise<boolean>; readonly thread?: string | undefined },
  ): Promise<Posted>
  edit(target: Target, ref: string, message: Message): Promise<Posted>
}

/** A place as its platform knows it now: how to post there, who reads it, what people call it. */
export type Found = { readonly target: Target; readonly place: Place; readonly name: string }

/** The chats, as whoever delivers needs them. */
export type Reach = Poster & {
  /** Someone with the rights they have now; of standing `unknown` while the platform does not say. */
  viewer(person: Target): Promise<Viewer>
  /**
   * `id` may also be a channel's name as typed: `#sales`.
   * @throws UserError when there is no such place, or the app can't post there
   */
  find(target: Target): Promise<Found>
}

/**
 * What is to be sent once. Written in the transaction that found it; sent by whichever process comes
 * first, in the order of `notBefore`.
 */
export type Outbox = {
  /** False when this key is already there, whatever became of it. */
  put(delivery: {
    readonly key: DeliveryKey
    /** `private`: told to its target alone, and what becomes of it to nobody. */
    readonly kind: 'digest' | 'alert' | 'private'
    readonly target: Target
    readonly message: Message
    /** Told when it can't be delivered or when nobody knows whether it was. */
    readonly owner: Target | undefined
    /** Sent again, marked as a possible repeat, where the platform's answer is unknown. */
    readonly critical: boolean
    readonly notBefore: number
    /**
     * The delivery whose message this one takes the place of, posted where that was never sent; or
     * `message:` and the name that the platform gave a message which was no delivery.
     */
    readonly edits?: DeliveryKey | undefined
  }): Promise<boolean>
  /** Sends it later, where nobody has begun to. */
  putOff(key: DeliveryKey, notBefore: number): Promise<void>
  /** Takes it back, where nobody has begun to send it. */
  withdraw(key: DeliveryKey): Promise<void>
}

/** How work went: what was told of it, decided once and never told otherwise. */
export type SignalReader = {
  /** Of the weeks whose Monday lies between the days, both included. */
  told(span: { readonly from: Day; readonly to: Day }): Promise<readonly ToldSum[]>
  /** The latest answers about each signal, of the company and of each department that has its own. */
  answers(): Promise<readonly DecidedAnswers[]>
  /** Whether any directory says who is on leave. */
  leaveKnown?(): Promise<boolean>
}

/** What happened in the tools, from vendors' audit logs. */
export type Governance = {
  search(asked: GovernanceSearch, most: number): Promise<GovernanceSeen>
  /** All of the period, newest first, some thousand at a time. */
  pages(asked: GovernanceSearch): AsyncIterable<readonly GovernanceLine[]>
}

/** Who stopped collecting and posting, when and why. */
export type Locked = { readonly reason: string; readonly by: string; readonly at: number }

/** What this process knows of the lock, a few seconds old at most. */
export type LockWatch = {
  /** Undefined: nothing is locked. */
  held(): Locked | undefined
  /** Aborts when a lock falls; ask for it anew before each piece of work. */
  signal(): AbortSignal
}

/** Small facts learnt about a workspace, such as which picture rung works there. */
export type Memory = {
  get(workspace: string, key: string): Promise<string | undefined>
  set(workspace: string, key: string, value: string): Promise<void>
}

export type Png = { readonly bytes: Uint8Array; readonly width: number; readonly height: number }

/**
 * Draws in a worker; rejects rather than hangs. `width` in device pixels; `most`: as tall as it may be,
 * narrower for it where need be.
 */
export type Draw = (
  chart: Chart,
  options?: {
    readonly width?: number
    readonly most?: number
    readonly theme?: 'light' | 'dark'
  },
) => Promise<Png>

/** What was asked, by whom, where. `text` is what followed the command's name. */
export type AskRequest = {
  readonly text: string
  readonly viewer: Viewer
  readonly place: string
  /** It was said in a thread in which its viewer asked before. */
  readonly inThread?: boolean
}

/** The answer to a command: always a message; the report is what `ask --json` prints. */
export type Answer = {
  readonly outcome: 'answered' | 'misread' | 'refused' | 'failed'
  readonly message: Message
  /** Set once stored; buttons carry it. */
  readonly answerId?: string
  /** What people call it by. */
  readonly ref?: string
  /** It tells no number, and says why. */
  readonly empty?: true
  readonly report?: unknown
  /** The first day it tells of, with what it compares with. */
  readonly since?: Day
}

export type AnswerCommand = (request: AskRequest) => Promise<Answer>

/** A file that was made and is held, in memory or on disk, until it is let go. */
export type MadeFile = AsyncDisposable & {
  /** Below its head. */
  readonly rows: number
  readonly bytes: number
  /** From byte `from` to before `to`, the whole without them; as often as wanted. */
  readonly read: (from?: number, to?: number) => AsyncIterable<Uint8Array>
}

/** How far a file is: its rows, and how many there will be where that is known. */
export type FileProgress = { readonly rows: number; readonly of?: number | undefined }

/**
 * A CSV of the numbers behind a command, safe to open in a spreadsheet; `excel`: it says that it is UTF-8.
 * `watch` is told again and again how far it is.
 */
export type ExportCsv = (
  request: AskRequest & {
    readonly excel?: boolean
    readonly watch?: (progress: FileProgress) => void
  },
) => Promise<{ readonly name: string; readonly file: MadeFile } | { readonly refused: Message }>

/** Structured log lines of declared fields; never an identifier, never a payload. */
export type Log = {
  info(facts: LogFacts, what: string): void
  warn(facts: LogFacts, what: string): void
  error(facts: LogFacts, what: string): void
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
