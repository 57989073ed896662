import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import type { Saying } from './directory-said.ts'
import { rows } from './rows.ts'

/** Groups are filtered by and never summed, so no day changes with them. */
export async function setGroups(tx: Db, { source, merge, today }: Saying): Promise<void> {
  await rows(
    tx,
    'given groups',
    sql`create temp table given_group on commit drop as
      select distinct name as group_name, a.account_id as person_id, g.valid_from, g.valid_to
      from given_row g
      join account a on a.tenant_id = 1 and a.key_version = 1 and a.pseudonym = g.account,
      unnest(g.groups) as name`,
  )
  if (today === undefined) await setAll(tx, merge)
  else await setNow(tx, source, today)
}

async function setAll(tx: Db, merge: boolean): Promise<void> {
  const given = sql`select a.account_id from given_member g
    join account a on a.tenant_id = 1 and a.key_version = 1 and a.pseudonym = g.account`
  await rows(
    tx,
    'forget groups',
    sql`delete from group_member
      where tenant_id = 1 and source = '' and (${!merge} or person_id in (${given}))`,
  )
  await rows(
    tx,
    'set groups',
    sql`insert into group_member (group_name, person_id, valid_from, valid_to)
      select group_name, person_id, valid_from, valid_to from given_group`,
  )
}

/** Earlier days stand: who is new in a group came today, who is in it no more left today. */
async function setNow(tx: Db, source: string, today: Day): Promise<void> {
  const mine = sql`m.tenant_id = 1 and m.source = ${source}`
  const same = sql`g.group_name = m.group_name and g.person_id = m.person_id`
  const gone = sql`${mine} and m.valid_to >= ${today}::date
    and not exists (select from given_group g where ${same})`
  await rows(
    tx,
    'forget groups of today',
    sql`delete from group_member m where ${gone} and m.valid_from >= ${today}::date`,
  )
  await rows(
    tx,
    'end groups',
    sql`update group_member m set valid_to = ${today}::date - 1 where ${gone}`,
  )
  await rows(
    tx,
    'set groups',
    sql`insert into group_member (group_name, source, person_id, valid_from, valid_to)
      select g.group_name, ${source}, g.person_id,
        case when g.person_id in (select person_id from said_before)
          then greatest(g.valid_from, ${today}::date) else g.valid_from end, g.valid_to
      from given_group g
      where g.valid_to >= ${today}::date and not exists (select from group_member m
        where ${mine} and ${same} and m.valid_to >= ${today}::date)
      on conflict on constraint group_member_pk do nothing`,
  )
}
