import { type SQL, sql } from 'drizzle-orm'

import { addDays, type Day } from '#core/time/day.ts'

import { TENANT } from './measure-sql.ts'

const IDLE_DAYS = 30
/** Of them, days of a tool that must be known before anybody's absence is told. */
const KNOWN_DAYS = 27

/**
 * Common table `away`: the days of leave of each person, as of a day. What directories say of one
 * person counts together.
 */
const away = (on: Day): SQL => sql`
    away as (
      select coalesce(a.person_id, l.account_id) as person_id,
        range_agg(daterange(l.valid_from, l.valid_to, '[]')) as days
      from leave l
      left join account_person a on a.tenant_id = l.tenant_id and a.account_id = l.account_id
        and ${on}::date between a.valid_from and a.valid_to
      where l.tenant_id = ${TENANT} and l.valid_from <= ${on}::date
      group by 1
    )`

/** The first of the days that decide whether a seat is idle. */
export const idleFrom = (on: Day): Day => addDays(on, 1 - IDLE_DAYS)

/**
 * Common tables that end in `judged`: each seat assigned on a day. Idle: assigned for 30 days or more,
 * and not used in the last 30, as far as our own days or the vendor's last activity say; nor is its
 * holder on leave, or was so long that they were not there for 30 days since they had it or used it.
 */
export function judgedSeats(on: Day): SQL {
  const from = idleFrom(on)
  return sql`
    held as (
      select s.tool_id, s.plan, s.account_id, s.valid_from, s.vendor_last_activity,
        coalesce(a.person_id, 0) as person_id
      from seat_assignment s
      left join account_person a on a.tenant_id = s.tenant_id and a.account_id = s.account_id
        and ${on}::date between a.valid_from and a.valid_to
      where s.tenant_id = ${TENANT} and ${on}::date between s.valid_from and s.valid_to
    ), used as materialized (
      select f.tool_id, f.person_id, f.account_id, max(f.day) as day
      from usage_daily f
      where f.tenant_id = ${TENANT} and f.active and f.day <= ${on}::date
      group by 1, 2, 3
    ), by_person as (
      select tool_id, person_id, max(day) as day from used where person_id <> 0 group by 1, 2
    ), by_account as (
      select tool_id, account_id, max(day) as day from used group by 1, 2
    ), ${away(on)}, seen as (
      select h.*, greatest(h.vendor_last_activity, p.day, a.day) as last_day,
        coalesce(l.days, '{}') as leave
      from held h
      left join by_person p on p.tool_id = h.tool_id and p.person_id = h.person_id
      left join by_account a on a.tool_id = h.tool_id and a.account_id = h.account_id
      left join away l on l.person_id = h.person_id
    ), unused as (
      select *, valid_from < ${from}::date and (last_day is null or last_day < ${from}::date) as unused,
        greatest(valid_from, last_day + 1) as since
      from seen
    ), judged as (
      select *, case when unused and not isempty(leave) then not leave @> ${on}::date
        and ${IDLE_DAYS} <= (
          select sum(upper(part) - lower(part))
          from unnest(datemultirange(daterange(since, ${on}::date, '[]')) - leave) as part
        ) else unused end as idle
      from unused
    )`
}

/** Whether enough of the 30 days of tool `t` is known to say who was idle. */
export function knowsIdle(on: Day): SQL {
  return sql`(${KNOWN_DAYS} <= (
    select count(distinct k.day) from covered_day k
    where k.tenant_id = ${TENANT} and k.tool_id = t.id and k.activity
      and k.day between ${idleFrom(on)}::date and ${on}::date))`
}
