import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

import type { Db } from '#db/db.ts'

const KEPT_MS = 60_000
/** What many digests share is asked for by each of them, so it stays; what one needs goes. */
const MOST = 200

/**
 * A database that runs the same query once for all who ask it within a minute, and one query at a time: for
 * readers that answer hundreds of questions of one moment, beside whom others ask theirs: `pause` is waited
 * for before each. Never for what writes.
 */
export function readOnce(db: Db, pause: () => Promise<void> = () => Promise.resolve()): Db {
  const dialect = new PgDialect()
  const kept = new Map<string, { readonly at: number; readonly result: Promise<unknown> }>()
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (query: SQL): Promise<unknown> => {
    const mine = last.then(pause).then(() => db.execute(query))
    last = mine.catch(() => undefined)
    return mine
  }
  const execute = (query: SQL): unknown => {
    const { sql, params } = dialect.sqlToQuery(query)
    const key = JSON.stringify([sql, params])
    const now = performance.now()
    const found = kept.get(key)
    kept.delete(key)
    const fresh = found !== undefined && now - found.at < KEPT_MS
    const one = fresh ? found : { at: now, result: inTurn(query) }
    kept.set(key, one)
    // What could not be read is read again.
    if (!fresh) one.result.catch(() => kept.delete(key))
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST) break
      kept.delete(oldest)
    }
    return one.result
  }
  return new Proxy(db, {
    get: (target, name) => (name === 'execute' ? execute : Reflect.get(target, name)),
  })
}
