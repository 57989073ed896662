import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { WholeDays } from '#ingest.ts'

import { addAccounts } from './accounts.ts'
import { rows } from './rows.ts'
import type { Spool } from './spool.ts'

/** Groups of a source that were compared with those stored. */
export type ComparedGroups = { readonly changed: boolean; write(): Promise<void> }

const STILL = sql.raw(`'9999-12-31'::date`)

/**
 * The rows of a pull are all groups of its source on the days of the window. Whoever is in a group on
 * the last day that is known is taken to stay, in a row of its own, until a later day says otherwise. Days
 * that were never published, between others that were, are like the last one before them.
 */
export async function compareGroups(
  tx: Db,
  spool: Spool,
  { source, window }: { readonly source: string; readonly window: WholeDays },
): Promise<ComparedGroups> {
  const mine = sql`m.tenant_id = 1 and m.source = ${source}`
  const [stored] = await rows<{ any: boolean }>(
    tx,
    'look for groups of the source',
    sql`select exists (select from group_member m where ${mine}) as any`,
  )
  if (spool.count('groups') === 0 && !stored?.any)
    return { changed: false, write: () => Promise.resolve() }
  const given = spool.read('groups', 'account text, "group" text, day date')
  await addAccounts(tx, sql`select decode(account, 'hex') from ${given} g`)
  const unknown = (window.except ?? []).map(({ from }) => from)
  await rows(
    tx,
    'wanted groups',
    sql`create temp table wanted_group on commit drop as
      with known as (
        select range_agg(daterange(day::date, day::date, '[]')) as days
        from generate_series(${window.from}::date, ${window.to}::date, '1 day') as day
        where day::date <> all(${sql.param(unknown)}::text[]::date[])
      ), given as (
        select g."group" as group_name, a.account_id as person_id,
          range_agg(daterange(g.day, g.day, '[]')) as days
        from ${given} g
        join account a on a.tenant_id = 1 and a.key_version = 1
          and a.pseudonym = decode(g.account, 'hex')
        where g.day <> all(${sql.param(unknown)}::text[]::date[])
        group by 1, 2
      ), before as (
        select m.group_name, m.person_id,
          range_agg(daterange(m.valid_from, m.valid_to, '[]'))
            - coalesce((select days from known), '{}') as days
        from group_member m where ${mine} and m.valid_to <> ${STILL} group by 1, 2
      ), said as (
        select group_name, person_id, coalesce(b.days, '{}') + coalesce(g.days, '{}') as days
        from before b full join given g using (group_name, person_id)
      ), hole as (
        select part from unnest(
          (select coalesce(range_agg(daterange(day, day, '[]')), '{}')
            from unnest(${sql.param(unknown)}::text[]::date[]) as day)
          - (select coalesce(range_agg(known), '{}') from said, unnest(said.days) as known)) as part
        where upper(part) < (select max(upper(days)) from said)
      ), days as (
        select group_name, person_id, days + coalesce(
          (select range_agg(part) from hole where days @> lower(part) - 1), '{}') as days
        from said
      ), last as (
        select greatest(max(upper(days)), (select upper(days) from known)) as day from days
      )
      select group_name, person_id, lower(part) as valid_from, upper(part) - 1 as valid_to
      from days, unnest(days) as part
      union all
      select group_name, person_id, l.day, ${STILL}
      from days, last l where upper(days) = l.day`,
  )
  const [differs] = await rows<{ any: boolean }>(
    tx,
    'look for groups that change',
    sql`with stored as (
        select group_name, person_id, valid_from, valid_to from group_member m where ${mine}
      )
      select exists ((table stored except table wanted_group)
        union all (table wanted_group except table stored)) as any`,
  )
  return {
    changed: differs?.any === true,
    async write() {
      if (differs?.any !== true) return
      await rows(tx, 'forget groups', sql`delete from group_member m where ${mine}`)
      await rows(
        tx,
        'set groups',
        sql`insert into group_member (group_name, source, person_id, valid_from, valid_to)
          select group_name, ${source}, person_id, valid_from, valid_to from wanted_group`,
      )
    },
  }
}
