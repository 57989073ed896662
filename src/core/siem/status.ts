/** How forwarding to one sink fares. Times in epoch milliseconds. */
export type SinkStatus = {
  /** Of its setting: AI_USAGE_SIEM_1. */
  readonly number: number
  /** Without options; nothing of it is secret. */
  readonly address: string
  readonly format: string
  readonly sent: number
  /** Deleted, by retention or by hand, before it could be sent. */
  readonly dropped: number
  /** Tries that failed. */
  readonly failed: number
  /** What waits to be sent; counted up to `MOST_WAITING`. */
  readonly waiting: number
  /** How long the oldest of it has waited; null when nothing does. */
  readonly lag: number | null
  readonly lastSent: number | null
  /** Null: the last try went well, or there was none. */
  readonly failingSince: number | null
  /** Of the last failure, however long ago. */
  readonly lastError: string | null
}

export const MOST_WAITING = 100_000

/** What is said of a sink in one word. */
export function sinkState({ failingSince, lastSent }: SinkStatus): string {
  if (failingSince !== null) return 'failing'
  return lastSent === null ? 'nothing sent yet' : 'ok'
}
