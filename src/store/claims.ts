import { and, lt, notLike, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import { chatClaim } from '#db/schema/chat.ts'
import type { Claims } from '#ports.ts'

import { named } from './rows.ts'

const MOST_REMEMBERED = 10_000
/** Old claims are pruned once in this many. */
const PRUNE_EVERY = 500

/**
 * The first to claim a key takes it, whichever replica it is. While the store is down each process
 * remembers its own, so that a re-sent command is still answered once.
 */
export function claims(db: Db): Claims {
  const own = new Set<string>()
  let taken = 0

  const claimAlone = (key: string): boolean => {
    if (own.has(key)) return false
    own.add(key)
    const [oldest] = own
    if (own.size > MOST_REMEMBERED && oldest !== undefined) own.delete(oldest)
    return true
  }

  const prune = () =>
    named('forget old claims', () =>
      db
        .delete(chatClaim)
        .where(
          and(
            lt(chatClaim.at, sql`now() - interval '1 day'`),
            notLike(chatClaim.key, 'for-good:%'),
          ),
        ),
    )

  return {
    async claim(key) {
      if (!claimAlone(key)) return false
      try {
        const won = await named('claim request', () =>
          db
            .insert(chatClaim)
            .values({ key })
            .onConflictDoNothing()
            .returning({ key: chatClaim.key }),
        )
        taken += 1
        // What could not be pruned now is pruned by a later claim.
        if (taken % PRUNE_EVERY === 0) await prune().catch(() => undefined)
        return won.length > 0
      } catch {
        // The store is down: this process alone decides.
        return true
      }
    },
  }
}
