import type { How } from '#chat/tried.ts'

import { Limited, Lost } from './refusal.ts'

/** Asked to wait longer, we say so rather than let a person wait. */
const LONGEST_WAIT_MS = 30_000
const FIRST_BACKOFF_MS = 500

/** Half of it by chance: replicas that were refused together do not come back together. */
const jittered = (ms: number) => ms * (0.5 + Math.random() / 2)

/** How long before the next try, after Teams’ own wait: after a 429 always, without an answer only what may be repeated. */
export function waitBefore(error: unknown, how: How, tries: number): number | undefined {
  const backoff = jittered(FIRST_BACKOFF_MS * 2 ** tries)
  if (error instanceof Limited) {
    const { afterMs = 0 } = error
    return afterMs <= LONGEST_WAIT_MS ? afterMs + backoff : undefined
  }
  return error instanceof Lost && how === 'repeatable' ? backoff : undefined
}
