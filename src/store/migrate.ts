import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { migrate as drizzleMigrate } from 'drizzle-orm/postgres-js/migrator'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { beginChain } from './audit-older.ts'
import { named, rows } from './rows.ts'
import type { Store } from './store.ts'

const migrationsFolder = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/** Any number; the same in every replica. */
const LOCK = 7_312_026

type Journal = { readonly entries: readonly { readonly when: number }[] }

/** When the last change of the schema that this version knows was made. */
const newest = (): number => {
  const journal = readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')
  return Math.max(...(JSON.parse(journal) as Journal).entries.map(({ when }) => when))
}

/** Whether a newer version has brought the schema further than this one knows; of a migrated store. */
export function outdatedIn(db: Db): () => Promise<boolean> {
  const known = newest()
  return async () => {
    const [found] = await rows<{ readonly ahead: boolean }>(
      db,
      'newer version',
      sql`select coalesce(max(created_at) > ${known}::bigint, false) as ahead from drizzle.__drizzle_migrations`,
    )
    return found?.ahead === true
  }
}

/**
 * Brings the schema up to date. Replicas may call it at once: one works, the others wait.
 * @throws UserError when a newer version has already brought it further
 */
export async function migrate(store: Store): Promise<void> {
  await using connection = await store.connect()
  const { db } = connection
  await rows(db, 'lock migrations', sql`select pg_advisory_lock(${LOCK}::bigint)::text`)
  try {
    await runMigrations(db)
    if (await outdatedIn(db)())
      throw new UserError(
        'The store was brought up to date by a newer version of AI Usage',
        'Start that version here too. This one does not know its tables.',
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

/** Makes the tables, and nothing in them; nobody else may be doing it. */
export const runMigrations = (db: Db): Promise<void> =>
  // The migrator only speaks to the dialect and the session, which both drivers share.
  named('migrate', () => drizzleMigrate(db as unknown as PostgresJsDatabase, { migrationsFolder }))
