import { createHash } from 'node:crypto'

import type { Claims } from '#ports.ts'

/** Where a message was said, as its platform names it: the thread by its first message. */
type Said = {
  readonly place: string
  readonly thread: string
  readonly user: string
}

/**
 * Whether someone asked in this thread before, in the last day: then words that only change a question
 * follow it. Called once for each message; the first of a thread is kept too, as a hash, which names nobody.
 */
export async function askedBefore(claims: Claims, { place, thread, user }: Said): Promise<boolean> {
  const key = createHash('sha256').update([place, thread, user].join('\n')).digest('base64url')
  return !(await claims.claim(`thread:${key}`))
}
