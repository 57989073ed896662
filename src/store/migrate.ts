import { fileURLToPath } from 'node:url'

import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { migrate as drizzleMigrate } from 'drizzle-orm/postgres-js/migrator'

import type { Db } from '#db/db.ts'

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
    await runMigrations(db)
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

/** Makes the tables, and nothing in them; nobody else may be doing it. */
export const runMigrations = (db: Db): Promise<void> =>
  // The migrator only speaks to the dialect and the session, which both drivers share.
  named('migrate', () => drizzleMigrate(db as unknown as PostgresJsDatabase, { migrationsFolder }))
