import { sql } from 'drizzle-orm'

import { addDays, type Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { IS_NO_SERVICE } from './rebuild-belongs.ts'
import { noPassed, passOver } from './rebuild-passed.ts'
import { rows } from './rows.ts'

/**
 * Splits the range's user messages into sessions again. Returns the range's days and every other day
 * one of whose sessions changed with it.
 *
 * A session may cross the range's edges or meet a message within it, so those that do are taken apart
 * whole: their messages outside the range are split again together with those inside. Sessions are
 * more than 30 minutes apart, so none further out can change.
 */
export async function rebuildSessions(
  tx: Db,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string[]> {
  await noPassed(tx)
  const contested = await passOver(tx, { from, to })
  await rows(
    tx,
    'messages of stale days',
    sql`create temp table rebuild_message on commit drop as
      select e.day, e.at, e.digest, e.account_id, coalesce(ap.person_id, 0) as person_id, e.tool_id,
        e.conversation, e.model_id, e.feature_id, e.source_id
      from usage_event e
      left join account_person ap on ap.tenant_id = e.tenant_id and ap.account_id = e.account_id
        and e.day between ap.valid_from and ap.valid_to
      where e.tenant_id = 1 and not e.agent and e.account_id <> 0 and ${IS_NO_SERVICE}
        and e.day between ${from}::date and ${to}::date ${contested ? BELIEVED : sql``}`,
  )
  await rows(
    tx,
    'take sessions apart',
    sql`create temp table rebuild_gone on commit drop as
      with edge as materialized (
        select min(at) - interval '30 minutes' as since, max(at) + interval '30 minutes' as until
        from rebuild_message
      )
      select s.* from session s cross join edge
      where s.tenant_id = 1 and (
        s.day between ${from}::date and ${to}::date
        or (s.last_day <> s.day and s.last_day >= ${from}::date and s.day <= ${to}::date)
        or (s.day in (${from}::date - 1, ${to}::date + 1)
          and s.ended_at >= edge.since and s.started_at <= edge.until)
        or (s.last_day <> s.day and s.last_day = ${from}::date - 1 and s.ended_at >= edge.since))`,
  )
  await rows(
    tx,
    'delete sessions',
    sql`delete from session s using rebuild_gone g
      where s.tenant_id = g.tenant_id and s.day = g.day and s.person_id = g.person_id
        and s.account_id = g.account_id and s.tool_id = g.tool_id
        and s.conversation = g.conversation and s.started_at = g.started_at`,
  )
  const contestedBeyond = await passOverBeyond(tx, { from, to })
  await rows(
    tx,
    'messages beyond the edges',
    sql`insert into rebuild_message
      select e.day, e.at, e.digest, e.account_id, coalesce(ap.person_id, 0), e.tool_id,
        e.conversation, e.model_id, e.feature_id, e.source_id
      from usage_event e
      left join account_person ap on ap.tenant_id = e.tenant_id and ap.account_id = e.account_id
        and e.day between ap.valid_from and ap.valid_to
      join (select distinct person_id, tool_id, conversation, day, last_day, started_at, ended_at
        from rebuild_gone where day < ${from}::date or last_day > ${to}::date) g
        on g.person_id = coalesce(ap.person_id, 0) and g.tool_id = e.tool_id
        and g.conversation = e.conversation and e.at between g.started_at and g.ended_at
      where e.tenant_id = 1 and not e.agent and e.account_id <> 0 and ${IS_NO_SERVICE}
        ${contestedBeyond ? BELIEVED : sql``} and e.day between g.day and g.last_day
        and e.day >= (select min(day) from rebuild_gone)
        and e.day <= (select max(last_day) from rebuild_gone)
        and e.day not between ${from}::date and ${to}::date`,
  )
  await rows(tx, 'analyse messages', sql`analyze rebuild_message`)
  await rows(
    tx,
    'split sessions',
    sql`create temp table rebuild_session on commit drop as
      with gap as (
        select *, row_number() over stream as n,
          coalesce(at - lag(at) over stream > interval '30 minutes', true) as first,
          coalesce(lead(at) over stream - at > interval '30 minutes', true) as last
        from rebuild_message
        window stream as (partition by person_id, tool_id, conversation
          order by at, digest, source_id, account_id)
      ), edges as (
        -- Only firsts and lasts are left, so a session's last is its first or the next row.
        select *, case when last then at else lead(at) over stream end as ended_at,
          case when last then day else lead(day) over stream end as last_day,
          case when last then n else lead(n) over stream end - n + 1 as messages
        from gap where first or last
        window stream as (partition by person_id, tool_id, conversation order by n)
      )
      select day, last_day, person_id, account_id, tool_id, conversation, at as started_at, ended_at,
        model_id, feature_id, source_id, messages::int as messages
      from edges where first`,
  )
  await rows(
    tx,
    'write sessions',
    sql`insert into session (tenant_id, day, last_day, person_id, account_id, tool_id, conversation,
        started_at, ended_at, model_id, feature_id, source_id, messages)
      select 1, * from rebuild_session order by day, person_id, account_id`,
  )
  const days = await rows<{ day: string }>(
    tx,
    'days whose sessions changed',
    sql`select day::date::text as day from generate_series(${from}::date, ${to}::date, '1 day') day
      union
      select day::text from (
        (select day, last_day, person_id, account_id, tool_id, conversation, started_at, ended_at,
          model_id, feature_id, source_id, messages from rebuild_gone
          except select * from rebuild_session)
        union all
        (select * from rebuild_session
          except select day, last_day, person_id, account_id, tool_id, conversation, started_at,
            ended_at, model_id, feature_id, source_id, messages from rebuild_gone)
      ) changed
      where day not between ${from}::date and ${to}::date`,
  )
  await rows(
    tx,
    'drop workings',
    sql`drop table rebuild_message, rebuild_gone, rebuild_session, rebuild_passed`,
  )
  return days.map(({ day }) => day)
}

/** Events of the source that is believed for what its person did that day. */
const BELIEVED = sql`and not exists (select from rebuild_passed p where p.day = e.day
  and p.tool_id = e.tool_id and p.source_id = e.source_id and p.account_id = e.account_id)`

/** The days outside the range whose messages are split again. */
async function passOverBeyond(
  tx: Db,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const [reach] = await rows<{ first: string | null; last: string | null }>(
    tx,
    'days of sessions that cross the edges',
    sql`select min(day)::text as first, max(last_day)::text as last from rebuild_gone
      where day < ${from}::date or last_day > ${to}::date`,
  )
  if (!reach?.first || !reach.last) return false
  const before =
    reach.first < from && (await passOver(tx, { from: reach.first, to: addDays(from as Day, -1) }))
  const after =
    reach.last > to && (await passOver(tx, { from: addDays(to as Day, 1), to: reach.last }))
  return before || after
}
