import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { markDays } from './mark-days.ts'
import { rows } from './rows.ts'

const ALWAYS = sql.raw(`datemultirange(daterange('0001-01-01', '9999-12-31', '[]'))`)
const NEVER = sql.raw(`'{}'::datemultirange`)

const day = (column: string) => sql.raw(`(${column} at time zone 'UTC')::date`)

/**
 * Gives the logins of `account_link` to their people, but for those that a directory file gives away.
 * What an admin said last of two accounts counts before what vendors say. Marks the days that change
 * hands, and leaves `changed_link`: accounts that belong to another person now, and on which days.
 */
export async function applyLinks(tx: Db): Promise<void> {
  await rows(
    tx,
    'drop earlier links in force',
    sql`drop table if exists decided_link, admin_days, link_days, wanted_link, stored_link, changed_link`,
  )
  await readDecisions(tx)
  await datesOfLinks(tx)
  await followLinks(tx)
  await rows(
    tx,
    'accounts that change hands by link',
    sql`create temp table changed_link on commit drop as
      select account_id, unnest(coalesce(w.days, '{}') - coalesce(s.days, '{}')) as days
      from wanted_link w full join stored_link s using (account_id, person_id)
      union
      select account_id, unnest(coalesce(s.days, '{}') - coalesce(w.days, '{}'))
      from wanted_link w full join stored_link s using (account_id, person_id)`,
  )
  await writeJoins(tx)
}

/** Days of admins' joins: a newer word on the same two accounts, or on the same login, takes its days. */
async function readDecisions(tx: Db): Promise<void> {
  await rows(
    tx,
    'decisions of admins',
    sql`create temp table decided_link on commit drop as
      select link_id, account_id, alias_id, state, least(account_id, alias_id) as one,
        greatest(account_id, alias_id) as other,
        datemultirange(daterange(coalesce(valid_from, '0001-01-01'),
          coalesce(valid_to, '9999-12-31'), '[]')) as days
      from account_link
      where tenant_id = 1 and state in ('confirmed', 'refused') and ended_at is null
        and alias_id <> account_id`,
  )
  const less = (from: string, condition: SQL) => sql`coalesce((
    select range_agg(part) from ${sql.raw(from)} n, unnest(n.days) as part
    where n.link_id > c.link_id and ${condition}), '{}')`
  await rows(
    tx,
    'joins of admins',
    sql`create temp table admin_days on commit drop as
      with standing as (
        select link_id, account_id, alias_id, one, other,
          c.days - ${less('decided_link', sql`n.one = c.one and n.other = c.other`)} as days
        from decided_link c where state = 'confirmed'
      )
      select alias_id, account_id, one, other,
        c.days - ${less('standing', sql`n.alias_id = c.alias_id`)} as days
      from standing c`,
  )
}

/**
 * Whose each login is by links. Of vendors a login's first join holds on all days before it ended too,
 * a later one from the day it was known.
 */
const datesOfLinks = (tx: Db) =>
  rows(
    tx,
    'links in force',
    sql`create temp table link_days on commit drop as
      with pair as (
        select alias_id, account_id, min(${day('at')}) as since,
          case when bool_or(ended_at is null) then '9999-12-31'
            else max(${day('ended_at')}) - 1 end as until
        from account_link l
        where tenant_id = 1 and state = 'verified' and alias_id <> account_id
          and not exists (select from decided_link d where d.state = 'refused'
            and d.one = least(l.account_id, l.alias_id)
            and d.other = greatest(l.account_id, l.alias_id))
          and not exists (select from admin_days d
            where d.account_id = l.alias_id and d.alias_id = l.account_id and not isempty(d.days))
        group by 1, 2
      ), one_way as (
        select * from pair p where not exists (select from pair q
          where q.alias_id = p.account_id and q.account_id = p.alias_id
            and p.alias_id < p.account_id)
      ), dated as (
        select alias_id, account_id,
          case when row_number() over known = 1 then '0001-01-01' else since end as since,
          least(until, lead(since) over known - 1) as until
        from one_way
        window known as (partition by alias_id order by since, account_id)
      ), every as (
        select alias_id, account_id, days from admin_days
        union all
        select alias_id, account_id, datemultirange(daterange(since, until, '[]')) - coalesce((
          select range_agg(part) from admin_days a, unnest(a.days) as part
          where a.alias_id = d.alias_id), '{}')
        from dated d where since <= until
      )
      select alias_id, account_id, range_agg(part) as days
      from every, unnest(days) as part
      where alias_id not in (select account_id from service_account where tenant_id = 1)
        and account_id not in (select account_id from service_account where tenant_id = 1)
        and alias_id not in (select account_id from account_person
          where tenant_id = 1 and person_id <> account_id and not by_link)
      group by 1, 2`,
  )

/** From login to login until there is no further; accounts that lead round in a ring stay their own. */
async function followLinks(tx: Db): Promise<void> {
  await rows(
    tx,
    'joins by link wanted',
    sql`create temp table wanted_link on commit drop as
      with recursive walk as (
        select alias_id, account_id, days, array[alias_id, account_id] as path from link_days
        union all
        select w.alias_id, l.account_id, w.days * l.days, w.path || l.account_id
        from walk w join link_days l on l.alias_id = w.account_id and l.days && w.days
        where l.account_id <> all(w.path)
      ), onward as (
        select alias_id as account_id, range_agg(part) as days
        from link_days, unnest(days) as part group by 1
      ), ends as (
        select w.alias_id, w.account_id, w.days - coalesce(o.days, '{}') as days
        from walk w left join onward o using (account_id)
      ), filed as (
        select account_id, person_id, range_agg(daterange(valid_from, valid_to, '[]')) as days
        from account_person
        where tenant_id = 1 and person_id <> account_id and not by_link group by 1, 2
      ), joined as (
        select e.alias_id as account_id, f.person_id, e.days * f.days as days
        from ends e join filed f using (account_id)
        union all
        select e.alias_id, e.account_id, e.days - coalesce((select range_agg(part)
          from filed f, unnest(f.days) as part where f.account_id = e.account_id), '{}')
        from ends e
      ), every as (
        select account_id from joined
        union select account_id from account_person where tenant_id = 1 and by_link
      ), given as (
        select * from joined
        union all
        select account_id, account_id, ${ALWAYS} - coalesce((select range_agg(part)
          from joined j, unnest(j.days) as part where j.account_id = e.account_id), ${NEVER})
        from every e
      )
      select account_id, person_id, range_agg(part) as days
      from given, unnest(days) as part group by 1, 2`,
  )
  await rows(
    tx,
    'joins by link stored',
    sql`create temp table stored_link on commit drop as
      select account_id, person_id, range_agg(daterange(valid_from, valid_to, '[]')) as days
      from account_person
      where tenant_id = 1 and account_id in (select account_id from wanted_link) group by 1, 2`,
  )
}

async function writeJoins(tx: Db): Promise<void> {
  await markDays(
    tx,
    sql`join changed_link c on c.account_id = f.account_id and f.day <@ c.days
      where f.tenant_id = 1`,
  )
  // Also what changed in nothing but how it came to be: an account that no link speaks of any more.
  const others = sql`account_id in (
    select account_id from changed_link
    union select p.account_id from account_person p where p.tenant_id = 1
      and p.by_link <> (p.account_id in (select alias_id from link_days))
      and p.account_id in (select account_id from wanted_link))`
  await rows(
    tx,
    'joins by link that change',
    sql`create temp table rewritten_link on commit drop as
      select w.*, account_id in (select alias_id from link_days) as by_link
      from wanted_link w where ${others}`,
  )
  await rows(
    tx,
    'forget joins by link',
    sql`delete from account_person where tenant_id = 1
      and account_id in (select account_id from rewritten_link)`,
  )
  await rows(
    tx,
    'set joins by link',
    sql`insert into account_person (account_id, valid_from, valid_to, person_id, by_link)
      select account_id, lower(one), upper(one) - 1, person_id, by_link
      from rewritten_link, unnest(days) as one order by 1, 2`,
  )
  await rows(tx, 'drop workings of links', sql`drop table rewritten_link, stored_link, wanted_link`)
}
