import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** What tells the keys of this process, in hex: the present one, and the one before if it is given. */
export type Keys = { readonly present: string; readonly previous?: string }

/** The keys of the store, the older first; two while the key is being changed. */
export const storedKeys = (db: Db) =>
  rows<{ readonly version: number; readonly check: string; readonly since: number }>(
    db,
    'read keys',
    // A second change used to leave one more, of the first version.
    sql`select * from (
      select version::int as version, key_check as "check", since_batch::int as since
      from pseudonym_key where tenant_id = 1 order by version desc limit 2) latest
      order by version`,
  )

const RESTART = 'set it where it is missing, and start again'

/**
 * Sees that what comes in was hashed with the keys of the store; the first key that comes becomes it.
 * @throws UserError for any other, before a person could be counted twice
 */
export async function requireKeys(db: Db, keys: Keys | undefined): Promise<void> {
  if (!keys) return
  const [older, newer] = await storedKeys(db)
  if (!older) return firstKey(db, keys)
  if (newer) {
    if (newer.check === keys.present && older.check === keys.previous) return
    throw new UserError(
      'The key of pseudonyms is being changed, and this process has not both keys',
      `AI_USAGE_KEY is the new key and AI_USAGE_KEY_PREVIOUS the one before: ${RESTART}.`,
    )
  }
  if (older.check === keys.present) return
  throw older.check === keys.previous
    ? new UserError(
        'AI_USAGE_KEY is a new key, and its change was not begun',
        'Begin it: ai-usage privacy rotate-key',
      )
    : new UserError(
        'AI_USAGE_KEY is not the key that the pseudonyms of this store were made with',
        'Set AI_USAGE_KEY to that key. To change it, give that one as AI_USAGE_KEY_PREVIOUS and run: ai-usage privacy rotate-key',
      )
}

async function firstKey(db: Db, keys: Keys): Promise<void> {
  await rows(
    db,
    'write first key',
    sql`insert into pseudonym_key (version, key_check) values (1, ${keys.present})
      on conflict do nothing`,
  )
  await requireKeys(db, keys)
}
