import { fileURLToPath } from 'node:url'

import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'

import { beginChain } from './audit-older.ts'
import { named, rows } from './rows.ts'
import type { Store } from './store.ts'

const migrationsFolder = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/** Any number; the same in every replica. */
const LOCK = 7_312_026

/** Brings the schema up to date. Replicas may call it at once: one works, the others wait. */
export async function migrate(store: Store): Promise<void> {
  await using connection = await store.connect()
  const { db } = connection
  await rows(db, 'lock migrations', sql`select pg_advisory_lock(${LOCK}::bigint)::text`)
  try {
    // The migrator only speaks to the dialect and the session, which both drivers share.
    await named('migrate', () =>
      runMigrations(db as unknown as PostgresJsDatabase, { migrationsFolder }),
    )
    await rows(
      db,
      'add tenant',
      sql`insert into tenant (tenant_id) values (1) on conflict do nothing`,
    )
    await beginChain(db)
  } finally {
    await rows(db, 'unlock migrations', sql`select pg_advisory_unlock(${LOCK}::bigint)`)
  }
}
