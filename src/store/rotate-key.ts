import { sql } from 'drizzle-orm'

import type { KeyChange, KeyRotation } from '#books.ts'
import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { NOBODY } from './nobody.ts'
import { type Keys, requireKeys, storedKeys } from './pseudonym-key.ts'
import { scramble } from './rotate-finish.ts'
import { rows } from './rows.ts'
import type { NameSeal } from './seal-name.ts'

/** What carries a version of its own. Nobody's account is no one's hash. */
const VERSIONED = ['account', 'forgotten', 'asset', 'governance_event']

/** Without `seal`, names do not outlive a change of key. */
export function keyRotation(db: Db, keys: Keys | undefined, seal?: NameSeal): KeyRotation {
  return {
    begin: () =>
      exclusive(db, 'begin the change of key', async (tx) => {
        if (keys?.previous === undefined)
          throw new UserError(
            'There is one key, and a change needs two',
            'Set AI_USAGE_KEY to a new key (openssl rand -hex 32) and AI_USAGE_KEY_PREVIOUS to the present one.',
          )
        const [older, newer] = await storedKeys(tx)
        if (older?.check === keys.present && !newer)
          throw new UserError(
            'AI_USAGE_KEY is the key of this store already',
            'To change it, give a new one. After a change, leave AI_USAGE_KEY_PREVIOUS out.',
          )
        // Once begun, it goes on; with keys that are not those of the store, it does not.
        if (newer || (older && older.check !== keys.previous)) await requireKeys(tx, keys)
        else await begin(tx, { ...keys, previous: keys.previous })
        return counted(tx)
      }),
    status: async () => ((await changing(db)) ? counted(db) : undefined),
    finish: ({ dryRun }) =>
      exclusive(db, 'finish the change of key', async (tx) => {
        if (!(await changing(tx))) return undefined
        await requireKeys(tx, keys)
        const change = await counted(tx)
        if (!dryRun) await scramble(tx, seal)
        return change
      }),
  }
}

const changing = async (db: Db) => (await storedKeys(db)).length > 1

async function begin(tx: Db, keys: Required<Keys>): Promise<void> {
  const [inbox] = await rows<{ any: boolean }>(
    tx,
    'look for events that wait',
    sql`select exists (select from live_inbox where tenant_id = 1) as any`,
  )
  if (inbox?.any)
    throw new UserError(
      'Events that were received under the present key wait to be stored',
      'Start the bot with that key alone for a minute, stop it, and try again.',
    )
  await rows(
    tx,
    'two keys',
    sql`with before as (
        insert into pseudonym_key (version, key_check) select 1, ${keys.previous}
        where not exists (select from pseudonym_key where tenant_id = 1))
      insert into pseudonym_key (version, key_check, since_batch)
      select coalesce((select max(version) from pseudonym_key where tenant_id = 1), 1) + 1,
        ${keys.present}, coalesce((select max(batch_id) from import_batch), 0)`,
  )
  for (const table of VERSIONED)
    await rows(
      tx,
      'hashed with the key before',
      sql`update ${sql.identifier(table)} set key_version = 0 where tenant_id = 1
        ${table === 'account' ? sql`and account_id is distinct from ${NOBODY}` : sql``}`,
    )
}

async function counted(db: Db): Promise<KeyChange> {
  const seen = (from: string) =>
    sql.raw(`(select json_build_object('seen', count(*) filter (where key_version = 1),
      'of', count(*)) from ${from})`)
  const service = `account_id in (select account_id from service_account where tenant_id = 1)`
  const known = `account where tenant_id = 1`
  const nobody = `(select account_id from service_account where tenant_id = 1 and kind = 'forgotten')`
  const since = sql`(select max(since_batch) from pseudonym_key where tenant_id = 1)`
  const [change] = await rows<{ change: KeyChange }>(
    db,
    'count who was seen',
    sql`select json_build_object(
      'since', (select (extract(epoch from max(at)) * 1000)::bigint from pseudonym_key
        where tenant_id = 1),
      'people', ${seen(`${known} and not ${service}`)},
      'services', ${seen(`${known} and ${service} and account_id is distinct from ${nobody}`)},
      'forgotten', ${seen('forgotten where tenant_id = 1')},
      'assets', ${seen('asset where tenant_id = 1')},
      'lines', (select count(*) from usage_event
          where tenant_id = 1 and event_id is not null and batch_id <= ${since})
        + (select count(*) from governance_event where tenant_id = 1 and key_version = 0),
      'days', (select count(*) from (select distinct source_id, day from usage_event
        where tenant_id = 1 and event_id is not null and batch_id <= ${since}) sealed)) as change`,
  )
  if (!change) throw new Error('nothing was counted')
  return change.change
}
