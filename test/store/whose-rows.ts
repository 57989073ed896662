import { sql } from 'drizzle-orm'

import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'

/** Somebody whose alias begins as Ann's does, so that both are longer than they were before. */
export const NEAR = `${pseudonym('ann').slice(0, 8)}${pseudonym('near').slice(8)}`

/** Every row of every table as one text, and the numbers and letters that stood for these people. */
export async function everything(store: Store) {
  const tables = await rows<{ name: string }>(
    store.db,
    'tables',
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const found = await rows<{ row: string }>(
        store.db,
        'rows',
        sql`select t::text as row from ${sql.identifier(name)} t`,
      )
      return found.map(({ row }) => `${name} ${row}`)
    }),
  )
  return texts.flat().join('\n')
}

export const aliasesOf = async (store: Store, names: readonly string[]) =>
  (
    await rows<{ alias: string }>(
      store.db,
      'aliases',
      sql`select p.alias from account a join person p on p.person_id = a.account_id
        where encode(a.pseudonym, 'hex') = any(${sql.param(names.map((name) => (name === 'near' ? NEAR : pseudonym(name))))}::text[])`,
    )
  ).map(({ alias }) => alias)

/** Rows that name an account or a person of these numbers. */
export async function named(store: Store, ids: readonly number[]) {
  const columns = await rows<{ table: string; column: string }>(
    store.db,
    'columns of people',
    sql`select c.table_name as table, c.column_name as column from information_schema.columns c
      join pg_tables t on t.tablename = c.table_name and t.schemaname = 'public'
      where c.column_name in ('account_id', 'alias_id', 'person_id', 'actor_id', 'target_id')
        and c.table_name <> 'person' order by 1, 2`,
  )
  const found: string[] = []
  for (const { table, column } of columns) {
    const some = await rows(
      store.db,
      'rows',
      sql`select 1 as one from ${sql.identifier(table)}
        where ${sql.identifier(column)} = any(${sql.param(ids)}::int[])`,
    )
    if (some.length > 0) found.push(`${table}.${column}`)
  }
  return found
}

/** What operators wrote of somebody: a note, pinned days, why an action was dismissed and an alert ended. */
export async function wroteOf(store: Store, alias: string): Promise<void> {
  await rows(
    store.db,
    'a note',
    sql`insert into note (day, says, by) values ('2026-11-02', ${`${alias} was here`}, 'operator')`,
  )
  await rows(
    store.db,
    'pinned days',
    sql`insert into baseline (from_day, to_day, says, by, at)
      values ('2026-06-01', '2026-06-30', ${`before ${alias} came`}, 'operator', now())`,
  )
  await rows(
    store.db,
    'a dismissed action',
    sql`insert into action (key, view, says, action, proposed_at, found, state, outcome)
      values (${alias}, 'seats', 'x', 'y', now(), '[]',
        ${JSON.stringify({ kind: 'dismissed', reason: `${alias} is away`, by: 'operator', at: 0 })}::text::jsonb,
        '{"kind": "none"}')`,
  )
  await rows(
    store.db,
    'an alert',
    sql`insert into alert (fingerprint, rule, severity, state, says, tool, facts, events, first_at,
        last_at, opened_at, found_at, told_at, told_events, notices, storm, once, reason)
      values (${alias}, 'shared-key', 'high', 'resolved', 'x', 'chatgpt', '{}', 1, now(), now(), now(),
        now(), now(), 1, 1, false, false, ${`it was ${alias}`})`,
  )
}

/** Of what `wroteOf` wrote, what is left. */
export const written = async (store: Store): Promise<readonly string[]> =>
  (
    await rows<{ said: string }>(
      store.db,
      'what is left of it',
      sql`select says as said from note union all select reason from alert where reason is not null
        union all select says from baseline where says <> 'pinned days'
        union all select state ->> 'reason' from action where state ->> 'reason' <> 'forgotten'`,
    )
  ).map(({ said }) => said)
