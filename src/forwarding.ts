import type { SinkAddress } from '#core/siem/address.ts'
import type { FeedName, SiemRecord } from '#core/siem/record.ts'
import type { SinkStatus } from '#core/siem/status.ts'

/** A sink as it is set. The number is whose place is kept: the address may change. */
export type SinkSetting = {
  readonly number: number
  readonly address: SinkAddress
  readonly secret: string | undefined
}

/** What comes next for a sink, in order. */
export type Batch = {
  readonly feed: FeedName
  readonly records: readonly SiemRecord[]
  /** Where the sink stands once it has them; differs from `after` also where there was nothing to send. */
  readonly position: number
  readonly after: number
}

/** A sink that is new (or set again), leads elsewhere or writes otherwise, or is not set any more. */
export type SinkChange = {
  readonly number: number
  readonly kind: 'set' | 'changed' | 'taken out'
  readonly address: string
  readonly format: string
}

type Sent = {
  readonly by: string
  readonly at: number
  /** Nothing else that it was sent waits for another try. */
  readonly well: boolean
}

/** Where each sink stands in what there is to forward. The store itself is the queue. */
export type SiemBook = {
  /**
   * Those that are set from now on; others rest, and keep their place. A new one starts with what comes
   * from now on, or also with what happened since `from`. Each change has its audit row, and is returned to
   * one caller.
   */
  register(
    sinks: readonly SinkSetting[],
    start: { readonly from: number | undefined; readonly at: number },
  ): Promise<readonly SinkChange[]>
  /** True for one replica at a time, until `forMs` after `now` or `release`. */
  lease(sink: number, by: string, span: { now: number; forMs: number }): Promise<boolean>
  release(sink: number, by: string): Promise<void>
  next(sink: number, feed: FeedName, most: number): Promise<Batch>
  /** The sink has them. False where another replica leads it by now: it sends them again. */
  sent(sink: number, batch: Batch, act: Sent): Promise<boolean>
  /** Returns how often in a row it has failed now. */
  failed(sink: number, kind: string, at: number): Promise<number>
  /** Of those that are set. */
  status(now: number): Promise<readonly SinkStatus[]>
  /** What was dropped and nobody was told of, once: told to whoever asks first. */
  untold(): Promise<readonly { readonly number: number; readonly dropped: number }[]>
  /** It reached nobody: the next who asks is told again. */
  tellAgain(sink: number, dropped: number): Promise<void>
}

/** Sends; resolves once the receiver has all of them. @throws SinkError */
export type Sink = {
  send(records: readonly SiemRecord[]): Promise<void>
  close(): Promise<void>
}

/** What a test found: a sentence, and its fix where there is one. */
export type SinkTested = {
  readonly number: number
  readonly address: string
  readonly ok: boolean
  readonly says: string
  readonly fix?: string
}

export type SiemDesk = {
  readonly status: () => Promise<readonly SinkStatus[]>
  /** Sends one record that says that it is a test. @throws UserError for a sink there is not */
  readonly test: (sink?: number) => Promise<readonly SinkTested[]>
}

/** A sink did not take what it was sent. `kind` is a code, or an answer like `HTTP 503`. */
export class SinkError extends Error {
  readonly kind: string

  constructor(kind: string) {
    super(`The sink failed: ${kind}`)
    this.name = 'SinkError'
    this.kind = kind
  }
}
