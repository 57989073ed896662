const MINUTE_MS = 60_000
/** After a fault it is tried again sooner than usual, each time later. */
const FIRST_RETRY_MINUTES = 5

/** What is known of a stream's last pulls; times in epoch milliseconds. */
export type Pulls = {
  readonly startedAt: number | null
  readonly failures: number
  readonly fault: { readonly retryAt?: number } | null
}

/** When a stream is pulled next: 0 when it never was, the vendor's own word where it gave one. */
export function nextRun(everyMinutes: number, pulls: Pulls | undefined): number {
  if (!pulls || pulls.startedAt === null) return 0
  const { startedAt, failures, fault } = pulls
  if (fault?.retryAt !== undefined) return fault.retryAt
  const retry = FIRST_RETRY_MINUTES * 2 ** Math.min(failures - 1, 20)
  const minutes = failures === 0 ? everyMinutes : Math.min(everyMinutes, retry)
  return startedAt + minutes * MINUTE_MS
}
