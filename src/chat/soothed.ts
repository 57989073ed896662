import { setTimeout as sleep } from 'node:timers/promises'

type Soothing = {
  readonly afterMs: number
  /** Says that it takes a while; where that can't be said, it is left. */
  readonly say: () => Promise<void>
}

/** Says that work takes a while, if it does; resolves when nothing more of that will come. */
export async function soothed<Result>(
  work: Promise<Result>,
  { afterMs, say }: Soothing,
): Promise<Result> {
  const slow = Symbol('slow')
  const patience = new AbortController()
  const timer = sleep(afterMs, slow, { signal: patience.signal }).catch(() => slow)
  if ((await Promise.race([work, timer])) === slow) await say()
  patience.abort()
  return work
}
