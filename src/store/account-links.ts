import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const ALWAYS = sql.raw(`daterange('0001-01-01', '9999-12-31', '[]')`)
/** A login of a login of a person, and no further. */
const ROUNDS = 3

const day = (column: string) => sql.raw(`(${column} at time zone 'UTC')::date`)

/**
 * Gives the logins of `account_link` to their people, but for those that a directory file gives away.
 * A login's first join holds on all days before it ended too, a later one from the day it was known.
 * Marks the days that change hands.
 */
export async function applyLinks(tx: Db): Promise<void> {
  await rows(
    tx,
    'links in force',
    sql`create temp table link_days on commit drop as
      with pair as (
        select alias_id, account_id, min(${day('at')}) as since,
          case when bool_or(ended_at is null) then '9999-12-31'
            else max(${day('ended_at')}) - 1 end as until
        from account_link l
        where tenant_id = 1 and state in ('verified', 'confirmed') and alias_id <> account_id
          and not exists (select from account_link r where r.tenant_id = 1 and r.state = 'refused'
            and r.ended_at is null and r.alias_id = l.alias_id and r.account_id = l.account_id)
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
      )
      select alias_id, account_id, daterange(since, until, '[]') as days
      from dated d
      where since <= until
        and alias_id not in (select account_id from service_account where tenant_id = 1)
        and account_id not in (select account_id from service_account where tenant_id = 1)
        and alias_id not in (select account_id from account_person
          where tenant_id = 1 and person_id <> account_id and not by_link)`,
  )
  for (let round = 0; round < ROUNDS; round += 1) if (!(await joinRound(tx, round))) break
  await rows(tx, 'drop links in force', sql`drop table link_days`)
}

/** True when an account changed hands: then the logins of that one may have to follow. */
async function joinRound(tx: Db, round: number): Promise<boolean> {
  const wanted = sql.identifier(`wanted_link_${round}`)
  const stored = sql.identifier(`stored_link_${round}`)
  await rows(tx, 'drop earlier joins by link', sql`drop table if exists ${wanted}, ${stored}`)
  await rows(
    tx,
    'joins by link wanted',
    sql`create temp table ${wanted} on commit drop as
      with joined as (
        select l.alias_id as account_id, p.person_id,
          range_agg(l.days * daterange(p.valid_from, p.valid_to, '[]')) as days
        from link_days l
        join account_person p on p.tenant_id = 1 and p.account_id = l.account_id
        group by 1, 2
      ), every as (
        select account_id from joined
        union select account_id from account_person where tenant_id = 1 and by_link
      )
      select account_id, person_id, range_agg(days) as days from (
        select * from joined
        union all
        select account_id, account_id, datemultirange(${ALWAYS}) - coalesce(j.days, '{}')
        from every left join (
          select account_id, range_agg(one) as days from joined, unnest(days) as one group by 1
        ) j using (account_id)
      ) part where not isempty(days) group by 1, 2`,
  )
  await rows(
    tx,
    'joins by link stored',
    sql`create temp table ${stored} on commit drop as
      select account_id, person_id, range_agg(daterange(valid_from, valid_to, '[]')) as days
      from account_person
      where tenant_id = 1 and account_id in (select account_id from ${wanted}) group by 1, 2`,
  )
  const changed: SQL = sql`(
    select account_id, unnest(coalesce(w.days, '{}') - coalesce(s.days, '{}')) as days
    from ${wanted} w full join ${stored} s using (account_id, person_id)
    union
    select account_id, unnest(coalesce(s.days, '{}') - coalesce(w.days, '{}'))
    from ${wanted} w full join ${stored} s using (account_id, person_id))`
  const [found] = await rows<{ any: boolean }>(
    tx,
    'look for joins that change',
    sql`select exists (select from ${changed} c) as any`,
  )
  if (!found?.any) return false
  await rows(
    tx,
    'mark days',
    sql`insert into dirty_day (day)
      select distinct f.day from usage_daily f join ${changed} c
        on c.account_id = f.account_id and f.day <@ c.days where f.tenant_id = 1
      on conflict do nothing`,
  )
  const others = sql`account_id in (select account_id from ${changed} c)`
  await rows(
    tx,
    'forget joins by link',
    sql`with other as materialized (select distinct account_id from ${changed} c)
      delete from account_person p using other o
      where p.tenant_id = 1 and p.account_id = o.account_id`,
  )
  await rows(
    tx,
    'set joins by link',
    sql`insert into account_person (account_id, valid_from, valid_to, person_id, by_link)
      select account_id, lower(one), upper(one) - 1, person_id,
        account_id in (select alias_id from link_days)
      from ${wanted} w, unnest(days) as one where ${others} order by 1, 2`,
  )
  return true
}
