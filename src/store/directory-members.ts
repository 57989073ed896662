import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { DirectoryChange } from '#ingest.ts'

import { sayMembers, type Saying, settleMembers } from './directory-said.ts'
import { rows } from './rows.ts'

/**
 * Puts the people of `given_member` into their units, among what other directories say of them. Leaves
 * `changed_person`: people and the days on which their unit is another.
 */
export async function moveMembers(tx: Db, saying: Saying): Promise<DirectoryChange> {
  await keepStored(tx)
  await rows(
    tx,
    'members given',
    sql`create temp table wanted_member on commit drop as
      select a.account_id as person_id, u.unit_id, daterange(valid_from, valid_to, '[]') as days,
        cost_centre, location, manager
      from given_member g
      join account a on a.tenant_id = 1 and a.key_version = 1 and a.pseudonym = g.account
      join org_unit u on u.tenant_id = 1 and u.path = g.unit`,
  )
  await sayMembers(tx, saying)
  return replaceMembers(tx)
}

/** The same where nothing is said anew, but accounts were joined or split: leaves `changed_person`. */
export async function resettleMembers(tx: Db): Promise<void> {
  await keepStored(tx)
  await rows(
    tx,
    'no members given',
    sql`create temp table wanted_member on commit drop as select * from stored_member limit 0`,
  )
  await settleMembers(tx)
  await replaceMembers(tx)
}

const keepStored = (tx: Db) =>
  rows(
    tx,
    'members stored',
    sql`create temp table stored_member on commit drop as
      select person_id, unit_id, daterange(valid_from, valid_to, '[]') as days,
        cost_centre, location, manager
      from membership where tenant_id = 1`,
  )

async function replaceMembers(tx: Db): Promise<DirectoryChange> {
  await rows(
    tx,
    'people who move',
    sql`create temp table changed_person on commit drop as
      with wanted as (
        select person_id, unit_id, range_agg(days) as days from wanted_member group by 1, 2
      ), stored as (
        select person_id, unit_id, range_agg(days) as days from stored_member group by 1, 2
      ), both_ways as (
        select person_id, coalesce(w.days, '{}') as new, coalesce(s.days, '{}') as old
        from wanted w full join stored s using (person_id, unit_id)
      )
      select person_id, unnest(new - old) as days from both_ways
      union select person_id, unnest(old - new) from both_ways`,
  )
  await rows(tx, 'forget members', sql`delete from membership where tenant_id = 1`)
  await rows(
    tx,
    'set members',
    sql`insert into membership (person_id, valid_from, valid_to, unit_id, cost_centre, location, manager)
      select person_id, lower(days), upper(days) - 1, unit_id, cost_centre, location, manager
      from wanted_member order by 1, 2`,
  )
  const [change] = await rows<DirectoryChange>(
    tx,
    'count changes',
    sql`with wanted as (select distinct person_id from wanted_member),
        stored as (select distinct person_id from stored_member)
      select (select count(*) from wanted)::int as people,
        (select count(*) from wanted where person_id not in (table stored))::int as joined,
        (select count(*) from stored where person_id not in (table wanted))::int as left,
        (select count(distinct person_id) from changed_person
          where person_id in (table wanted) and person_id in (table stored))::int as moved,
        (select count(distinct unit_id) from wanted_member)::int as units`,
  )
  if (change === undefined) throw new Error('a count returned no row')
  return change
}
