import type { Fault } from './health.ts'

/** How far a stream is. */
export type SyncProgress = {
  readonly connector: string
  readonly stream: string
  readonly rows: number
  /** Windows stored, of those planned. */
  readonly done: number
  readonly of: number
}

/** What became of one stream in one sync. */
export type StreamOutcome = {
  readonly connector: string
  readonly stream: string
  readonly result:
    | 'pulled'
    | 'failed'
    /** The vendor asked to wait for longer than one waits at a terminal. */
    | 'later'
    /** Another replica, or the bot, pulls it right now. */
    | 'busy'
    | 'stopped'
  readonly rows: number
  readonly changedDays: number
  /** Rows that could not be read. */
  readonly refused: readonly {
    readonly where: string
    readonly why: string
    readonly count: number
  }[]
  readonly fault?: Fault
}

/** What a sync did. */
export type PullReport = {
  readonly outcomes: readonly StreamOutcome[]
  /** Days counted again. */
  readonly days: number
}

/** One finding of `connect` or `doctor`. */
export type Finding = {
  readonly level: 'ok' | 'warning' | 'fault'
  readonly says: string
  readonly fix?: string
}
