import type { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'

import type { Db } from '#db/db.ts'

import { named } from './rows.ts'
import type { Connection, Store } from './store.ts'

/** What Drizzle asks of a PGlite. */
export type Queryable = Pick<PGlite, 'query' | 'transaction'>

/** A store on one PGlite, in whichever thread. */
export function embeddedStore(client: Queryable, close: () => Promise<void>): Store {
  const db = drizzle(client as PGlite) as unknown as Db
  const connection: Connection = {
    db,
    copy: (table) => ({
      write: (lines) =>
        named(`copy ${table}`, async () => {
          await client.query(`copy "${table}" from '/dev/blob'`, [], { blob: new Blob([lines]) })
        }),
      end: () => Promise.resolve(),
    }),
    // There is one connection in all, and it goes on.
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return {
    db,
    kind: 'embedded',
    connect: () => Promise.resolve(connection),
    [Symbol.asyncDispose]: close,
  }
}
