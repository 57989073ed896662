import { randomBytes } from 'node:crypto'

import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { ALIAS_PATTERN, renewAliases } from './accounts.ts'
import { sealAgain } from './display-names.ts'
import { rows } from './rows.ts'
import type { NameSeal } from './seal-name.ts'

const SINCE = sql`(select max(since_batch) from pseudonym_key where tenant_id = 1)`

/**
 * Hashes everything that is still under the key before once more, with a secret that nobody keeps: what
 * was one stays one and leads back to nobody. Ends the change of key.
 */
export async function scramble(tx: Db, seal: NameSeal | undefined): Promise<void> {
  const secret = sql`decode(${randomBytes(32).toString('hex')}, 'hex')`
  const hashed = (value: SQL) => sql`sha256(${value} || ${secret})`
  await sealDays(tx)
  await scrambleManagers(tx, hashed)
  await scramblePeople(tx, hashed)
  await sealAgain(tx, seal)
  await rows(
    tx,
    'assets that nobody can tell',
    sql`update asset set key_version = 1, pseudonym = ${hashed(sql`pseudonym`)}
      where tenant_id = 1 and key_version = 0`,
  )
  await rows(
    tx,
    'entries that nobody can tell',
    sql`update governance_event set key_version = 1, object = ${hashed(sql`object`)},
        network = ${hashed(sql`network`)}, reference = null,
        event_id = substring(${hashed(sql`event_id`)} for 16)
      where tenant_id = 1 and key_version = 0`,
  )
  await scrambleLines(tx, hashed)
  await rows(
    tx,
    'the key before is gone',
    sql`delete from pseudonym_key k where tenant_id = 1
      and version < (select max(version) from pseudonym_key where tenant_id = 1)`,
  )
}

/** Lines of these days would be counted again if they came again under the present key. */
const sealDays = (tx: Db) =>
  rows(
    tx,
    'days that only the whole of is taken of',
    sql`insert into sealed_day (source_id, day)
      select distinct source_id, day from usage_event
      where tenant_id = 1 and event_id is not null and batch_id <= ${SINCE}
      on conflict do nothing`,
  )

/** Before accounts: a manager who is one under the key before stays the same as theirs. */
async function scrambleManagers(tx: Db, hashed: (value: SQL) => SQL): Promise<void> {
  for (const table of ['membership', 'directory_said'])
    await rows(
      tx,
      'managers that nobody can tell',
      sql`update ${sql.identifier(table)} t
        set manager = encode(${hashed(sql`decode(manager, 'hex')`)}, 'hex')
        where t.tenant_id = 1 and manager ~ '^[0-9a-f]{64}$' and not exists (
          select from account a where a.tenant_id = 1 and a.key_version = 1
            and a.pseudonym = decode(case when manager ~ '^[0-9a-f]{64}$' then manager end, 'hex'))`,
    )
}

/** Tombstones of those who were not seen would stop nobody any more. */
async function scramblePeople(tx: Db, hashed: (value: SQL) => SQL): Promise<void> {
  await rows(
    tx,
    'accounts not seen',
    sql`create temp table unseen on commit drop as
      select account_id from account where tenant_id = 1 and key_version = 0`,
  )
  await rows(
    tx,
    'accounts that nobody can tell',
    sql`update account set key_version = 1, pseudonym = ${hashed(sql`pseudonym`)}
      where tenant_id = 1 and key_version = 0`,
  )
  await renewAliases(tx, sql`select account_id from unseen`)
  // Whoever was told of one by the alias of before would know the new one by it.
  for (const table of ['person_budget_reached', 'person_budget'])
    await rows(
      tx,
      'budgets of those not seen',
      sql`delete from ${sql.identifier(table)} b where b.tenant_id = 1
        and b.person_id in (select account_id from unseen)`,
    )
  await rows(
    tx,
    'tombstones of no use',
    sql`delete from forgotten where tenant_id = 1 and key_version = 0`,
  )
  await rows(
    tx,
    'answers with aliases of before',
    sql`delete from answer where tenant_id = 1 and concat(message, ' ', made, ' ', command) ~ ${ALIAS_PATTERN}`,
  )
  await rows(
    tx,
    'pictures with aliases of before',
    sql`delete from hosted_picture where tenant_id = 1 and chart::text ~ ${ALIAS_PATTERN}`,
  )
}

/** Ids, conversations, runs and digests of lines that came before the change was begun. */
async function scrambleLines(tx: Db, hashed: (value: SQL) => SQL): Promise<void> {
  await rows(
    tx,
    'conversations under the present key',
    sql`create temp table present_line on commit drop as
      select distinct unnest(array[conversation, run]) as line from usage_event
      where tenant_id = 1 and batch_id > ${SINCE}`,
  )
  const line = (column: string) => {
    const name = sql.identifier(column)
    const bits = sql`('x' || encode(substring(${hashed(sql`int8send(${name})`)} for 8), 'hex'))::bit(64)::bigint`
    return sql`${name} = case when ${name} = 0 or ${name} in (select line from present_line)
      then ${name} else ${bits} end`
  }
  for (const table of ['usage_event', 'usage_event_replaced'])
    await rows(
      tx,
      'lines that nobody can tell',
      sql`update ${sql.identifier(table)} set digest = 0,
          event_id = substring(${hashed(sql`event_id`)} for 16),
          ${line('conversation')}, ${line('run')}
        where tenant_id = 1 and batch_id <= ${SINCE}`,
    )
  await rows(
    tx,
    'sessions that nobody can tell',
    sql`update session set ${line('conversation')} where tenant_id = 1 and conversation <> 0`,
  )
  for (const table of ['usage_report', 'usage_report_replaced'])
    await rows(
      tx,
      'reports that nobody can tell',
      sql`update ${sql.identifier(table)} set digest = 0
        where tenant_id = 1 and batch_id <= ${SINCE}`,
    )
}
