import type { Pulled, Stream, Window } from '#collect.ts'
import type { Day } from '#core/time/day.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'
import type { UsageEvent } from '#ingest.ts'

/** The store's side of collecting: what `jobs/sync.ts` needs of it. */
export type Collection = {
  /** Takes the pages of one pull; nothing shows until `commit`. */
  open(facts: PullFacts): Promise<Collecting>
  /** Streams that are about to be pulled: days of those that never were are awaited from here on. */
  expect(streams: readonly StreamName[], at: number): Promise<void>
  /** Every stream that ever ran. */
  states(): Promise<readonly StreamState[]>
  /**
   * True for one replica at a time, until `forMs` after `now` or `release`: extend it by asking again.
   * A replica that died loses it by time.
   */
  lease(stream: StreamName, by: string, span: { now: number; forMs: number }): Promise<boolean>
  release(stream: StreamName, by: string): Promise<void>
  /** A failed pull: the cursor stays where it was. Returns the state with it. */
  failed(stream: StreamName, fault: PullFault, at: number): Promise<StreamState>
  /** Recomputes the days that pulls changed. */
  rebuild(onProgress?: (done: number, of: number) => void): Promise<{ readonly days: number }>
  /** Streams that carry text: who consented, if anyone. */
  consents(): Promise<readonly (StreamName & { readonly by: string; readonly at: number })[]>
  consent(stream: StreamName, by: string, at: number): Promise<void>
  withdraw(stream: StreamName, at: number): Promise<void>
  /** The last runs of each stream, newest first, for time-to-know and `status`. */
  runs(limit: number): Promise<readonly SyncRun[]>
}

export type StreamName = { readonly connector: string; readonly stream: string }

export type PullFacts = {
  readonly connector: string
  readonly stream: Stream
  /** Of a stream pulled by days: the pull is the whole truth of its source's days in it. */
  readonly window?: Window
  readonly at: number
  /** The workspace's zone, in which events were cut into days: fixed with the first of them. */
  readonly zone?: string
  /** An admin agreed to a directory however many people it takes out of their teams or moves. */
  readonly approved?: true
  /** Of a stream without a window: its reports are all that is known of their days. */
  readonly wholeDays?: true
  /** Sources of the same signals whose people's weeks are among the pages. */
  readonly beside?: readonly string[]
  /** The run it goes on with: a pull in several windows is one. */
  readonly run?: number
}

export type Collecting = AsyncDisposable & {
  readonly run: number
  /** Stages a page; resolves when there is room for more. */
  add(page: Pulled): Promise<void>
  /**
   * One transaction: the rows replace what their source said before, coverage, stale days, and how far
   * the stream reaches now. The pull may go on after it with the next page (cursor streams).
   */
  commit(reach: Reach): Promise<{ readonly rows: number; readonly changedDays: number }>
}

export type Reach = {
  /** More days follow in commits of their own: nothing is closed before they are in. */
  readonly more?: boolean
  /** Where the next pull goes on. */
  readonly cursor?: string
  /** Of a log: days are known without a gap from here … Of other streams the window says it. */
  readonly from?: Day
  /** … through here. */
  readonly through?: Day
}

/** Why a pull failed. Texts hold no secret and no identifier. */
export type PullFault = {
  readonly what: string
  readonly fix: string
  /** Epoch milliseconds the vendor asked to wait until. */
  readonly retryAt?: number
}

export type StreamState = StreamName & {
  readonly cursor: string | null
  readonly pulledFrom: Day | null
  readonly pulledThrough: Day | null
  readonly startedAt: number | null
  readonly succeededAt: number | null
  readonly failingSince: number | null
  readonly failures: number
  readonly fault: PullFault | null
}

export type SyncRun = StreamName & {
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: 'ok' | 'failed' | null
  readonly rows: number
  readonly refused: number
  /** Epoch milliseconds of the newest thing that happened among its rows, and of its publication. */
  readonly happenedAt: number | null
  readonly publishedAt: number | null
}

/** Where the receiver puts events until they are stored in their place. */
export type LiveInbox = {
  /** Resolves once they survive the end of this process and of the store. */
  append(events: readonly UsageEvent[]): Promise<void>
  /**
   * The oldest that wait, about `most` of them; undefined when none do. They wait until `done`: taken
   * twice they are stored once, by their ids.
   */
  take(most: number): Promise<LiveBatch | undefined>
  done(batch: LiveBatch): Promise<void>
  /** Events that wait. */
  waiting(): Promise<number>
  /** Which sources of received events are stored since a day, and the tools they spoke of. */
  sources(
    since: Day,
  ): Promise<readonly { readonly source: string; readonly tools: readonly string[] }[]>
}

type LiveBatch = {
  readonly ids: readonly number[]
  readonly events: readonly UsageEvent[]
}

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
