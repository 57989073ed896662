import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const ALWAYS = sql.raw(`daterange('0001-01-01', '9999-12-31', '[]')`)

/**
 * Joins the logins of `given_alias` to their people. A login of one person is theirs on all days, also
 * before they had a team; one that changed hands is each one's on the days of their rows. Leaves
 * `changed_account`: accounts that belong to another person now, and on which days.
 */
export async function joinAccounts(tx: Db, merge: boolean): Promise<void> {
  await refuseContradictions(tx)
  await rows(
    tx,
    'joins wanted',
    sql`create temp table wanted_join on commit drop as
      with given as (
        select l.account_id, p.account_id as person_id, range_agg(daterange(valid_from, valid_to, '[]')) as days
        from given_alias g
        join account p on p.tenant_id = 1 and p.key_version = 1 and p.pseudonym = g.account
        join account l on l.tenant_id = 1 and l.key_version = 1 and l.pseudonym = g.alias
        group by 1, 2
      ), joined as (
        select account_id, person_id,
          case when count(*) over (partition by account_id) = 1 then datemultirange(${ALWAYS})
            else days end as days
        from given
      )
      select * from joined
      union all
      select account_id, account_id, datemultirange(${ALWAYS}) - range_agg(days)
      from (select account_id, unnest(days) as days from joined) j group by account_id`,
  )
  await rows(
    tx,
    'joins stored',
    sql`create temp table stored_join on commit drop as
      select account_id, person_id, range_agg(daterange(valid_from, valid_to, '[]')) as days
      from account_person where tenant_id = 1 and account_id in (
        select account_id from wanted_join
        union select account_id from account_person
          where tenant_id = 1 and person_id <> account_id and not by_link and ${!merge})
      group by 1, 2`,
  )
  // A snapshot that no longer names a login leaves it to itself.
  await rows(
    tx,
    'logins set free',
    sql`insert into wanted_join
      select distinct account_id, account_id, datemultirange(${ALWAYS})
      from stored_join where account_id not in (select account_id from wanted_join)`,
  )
  await rows(
    tx,
    'accounts that change hands',
    sql`create temp table changed_account on commit drop as
      select account_id, unnest(coalesce(w.days, '{}') - coalesce(s.days, '{}')) as days
      from wanted_join w full join stored_join s using (account_id, person_id)
      union
      select account_id, unnest(coalesce(s.days, '{}') - coalesce(w.days, '{}'))
      from wanted_join w full join stored_join s using (account_id, person_id)`,
  )
  await rows(
    tx,
    'forget joins',
    sql`delete from account_person where tenant_id = 1
      and account_id in (select account_id from wanted_join)`,
  )
  await rows(
    tx,
    'set joins',
    sql`insert into account_person (account_id, valid_from, valid_to, person_id)
      select account_id, lower(day), upper(day) - 1, person_id
      from wanted_join, unnest(days) as day order by 1, 2`,
  )
}

/** Identifiers are hashed by now, so these cannot be named. */
async function refuseContradictions(tx: Db): Promise<void> {
  const [found] = await rows<{ both: boolean; shared: boolean }>(
    tx,
    'look for contradictions',
    sql`select
      exists (select from given_alias a join given_member m on m.account = a.alias) as both,
      exists (select from given_alias a join given_alias b on b.alias = a.alias
        and b.account <> a.account and daterange(a.valid_from, a.valid_to, '[]')
          && daterange(b.valid_from, b.valid_to, '[]')) as shared`,
  )
  if (found?.both) {
    throw new UserError(
      'The directory lists a login both as a person and as an alias of another',
      'Keep it in one place: the column person of its own row, or the column aliases of another.',
    )
  }
  if (found?.shared) {
    throw new UserError(
      'The directory gives one alias to two people on the same day',
      'Give each login in the column aliases to one person at a time.',
    )
  }
}
