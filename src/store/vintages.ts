import { type SQL, sql } from 'drizzle-orm'

import type { Seen } from '#core/collect/completeness.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { packed, rows } from './rows.ts'

/** Later than that hardly any vendor restates a day. */
const REMEMBERED_DAYS = 35

/** What usage a row of a day stands for, a bill in place of its day's estimates. */
const sums = (days: SQL): SQL => sql`
  select day, tool_id, source_id, coalesce(sum(messages), 0)::bigint as messages,
    coalesce(sum(coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0)
      + coalesce(cache_write_tokens, 0) + coalesce(output_tokens, 0)), 0)::bigint as tokens,
    coalesce(sum(case when billed then cost_billed_micros
      else coalesce(cost_estimated_micros, 0) + coalesce(cost_credits_micros, 0) end), 0)::bigint
      as cost_micros
  from (
    select f.*, bool_or(cost_billed_micros is not null) over (partition by day, tool_id) as billed
    from usage_daily f where tenant_id = 1 and day = ${days}
  ) f
  group by day, tool_id, source_id`

/**
 * Notes what days that were counted again come to now, if that is news: as of the last import, which is
 * what made it known. Days that have not ended, and those long past, are left out.
 */
export async function noteVintages(tx: Db, days: readonly string[]): Promise<void> {
  const [last] = await rows<{ at: string | null }>(
    tx,
    'last import',
    sql`select (extract(epoch from max(at)) * 1000)::bigint::text as at from import_batch
      where tenant_id = 1 and state <> 'undone'`,
  )
  if (typeof last?.at !== 'string') return
  const at = Number(last.at)
  const today = dayAt(at, 'UTC')
  const first = addDays(today, -REMEMBERED_DAYS)
  const recent = days.filter((day) => day >= first && day < today)
  if (recent.length === 0) return
  // Spelt out, so that the planner reads only their months.
  const these = sql.raw(`any('{${recent.join(',')}}'::date[])`)
  const now = sql`${new Date(at).toISOString()}::timestamptz`
  await rows(
    tx,
    'forget what was known of an import that is undone',
    sql`delete from vintage where tenant_id = 1 and day = ${these} and seen_at > ${now}`,
  )
  await rows(
    tx,
    'note what is known by now',
    sql`insert into vintage (day, tool_id, source_id, seen_at, messages, tokens, cost_micros)
      select day, tool_id, source_id, ${now}, coalesce(p.messages, 0), coalesce(p.tokens, 0),
        coalesce(p.cost_micros, 0)
      from (${sums(these)}) p
      full join (
        select distinct on (day, tool_id, source_id) day, tool_id, source_id, messages, tokens,
          cost_micros
        from vintage where tenant_id = 1 and day = ${these}
        order by day, tool_id, source_id, seen_at desc
      ) l using (day, tool_id, source_id)
      where l.messages is null or (coalesce(p.messages, 0), coalesce(p.tokens, 0),
        coalesce(p.cost_micros, 0)) <> (l.messages, l.tokens, l.cost_micros)
      on conflict on constraint vintage_pk do update set messages = excluded.messages,
        tokens = excluded.tokens, cost_micros = excluded.cost_micros`,
  )
}

/** So many days are looked back on. */
const HISTORY_DAYS = 120

/**
 * What each source's days came to, and when that was known: a day that was covered before anything came
 * of it was known to be empty.
 */
export async function arrivals(db: Db, today: Day): Promise<readonly Seen[]> {
  const first = addDays(today, -HISTORY_DAYS)
  const epoch = (column: string) => sql.raw(`floor(extract(epoch from ${column}) * 1000)::float8`)
  return packed<Seen>(
    db,
    'when days became known',
    sql`
      with noted as (
        select tool_id, source_id, day, seen_at, messages::float8, tokens::float8,
          cost_micros::float8 as micros
        from vintage where tenant_id = ${TENANT} and day >= ${first}::date
      ), empty as (
        select c.tool_id, c.source_id, c.day, min(b.at) as seen_at, 0::float8 as messages,
          0::float8 as tokens, 0::float8 as micros
        from covered_day c join import_batch b using (batch_id)
        where c.tenant_id = ${TENANT} and c.day >= ${first}::date
          and exists (select from noted n where n.tool_id = c.tool_id and n.source_id = c.source_id)
        group by 1, 2, 3
      )
      select t.name as tool, s.name as source, known.day::text as day, ${epoch('known.seen_at')} as at,
        messages, tokens, micros
      from (
        select * from noted
        union all
        select * from empty e where not exists (select from noted n
          where n.tool_id = e.tool_id and n.source_id = e.source_id and n.day = e.day
            and n.seen_at <= e.seen_at)
      ) known
      join tool t on t.tenant_id = ${TENANT} and t.id = known.tool_id
      join source s on s.tenant_id = ${TENANT} and s.id = known.source_id
      order by t.name, s.name, known.day, known.seen_at`,
  )
}
