import { type SQL, sql } from 'drizzle-orm'

import { MEASURE_GROUPS } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'

import { WHO } from './rebuild-belongs.ts'
import { hasAny, hasMain, keptWhere, SAID_COST } from './rebuild-columns.ts'
import { giveOrder } from './rebuild-order.ts'
import { rows } from './rows.ts'

/**
 * Where several sources speak of one tool's day, keeps of each person's day, per measure group, the
 * numbers of the source that is believed, and notes the others' in `rebuild_witness`: they are compared
 * and never added.
 */
export async function settleSources(tx: Db, stale: SQL): Promise<void> {
  await rows(
    tx,
    'no witnesses',
    sql`create temp table rebuild_witness (like usage_witness including defaults) on commit drop`,
  )
  const [several] = await rows<{ any: boolean }>(
    tx,
    'look for days of several sources',
    sql`select exists (${contested(stale)}) as any`,
  )
  if (several?.any !== true) return
  await giveOrder(tx, sql`select tool_id from (${contested(stale)}) several`)
  await believe(tx, stale)
  await rows(tx, 'note witnesses', witnesses())
  await rows(
    tx,
    'keep what is believed',
    sql`update usage_daily f set ${sql.join(
      MEASURE_GROUPS.flatMap((group) => keptWhere(group, `b.${group} = f.source_id`)),
      sql`, `,
    )}
      from rebuild_believed b where ${MATCH} and f.day = ${stale}
        and not (b.activity = f.source_id and b.tokens = f.source_id and b.cost = f.source_id)`,
  )
  const empty = sql.join(
    MEASURE_GROUPS.map((group) => sql`not ${hasAny(group)}`),
    sql` and `,
  )
  await rows(
    tx,
    'drop rows without a word left',
    sql`delete from usage_daily f using rebuild_believed b
      where ${MATCH} and f.day = ${stale} and ${empty}`,
  )
}

const contested = (stale: SQL) => sql`
  select day, tool_id from usage_daily where tenant_id = 1 and day = ${stale}
  group by day, tool_id having min(source_id) <> max(source_id)`

const MATCH = sql`f.tenant_id = 1 and f.day = b.day and f.tool_id = b.tool_id and ${WHO} = b.who`

/**
 * Leaves `rebuild_believed`: of each person's day of a tool with several sources, the source that is
 * believed per group. It is the first that has a number; with none, the first that says anything.
 */
async function believe(tx: Db, stale: SQL): Promise<void> {
  const says = MEASURE_GROUPS.map(
    (group) => sql`bool_or(${hasMain(group)}) as ${sql.raw(`${group}_main`)},
      bool_or(${hasAny(group)}) as ${sql.raw(`${group}_any`)}`,
  )
  const best = MEASURE_GROUPS.map((group) =>
    sql.raw(`(array_agg(s.source_id order by s.${group}_main desc, s.${group}_any desc, o.place)
      filter (where o.measure = '${group}'))[1] as ${group}`),
  )
  await rows(
    tx,
    'what is believed',
    sql`create temp table rebuild_believed on commit drop as
      with said as (
        select f.day, f.tool_id, ${WHO} as who, f.source_id, ${sql.join(says, sql`, `)}
        from usage_daily f join (${contested(stale)}) several using (day, tool_id)
        where f.tenant_id = 1 and f.day = ${stale} group by 1, 2, 3, 4
      )
      select s.day, s.tool_id, s.who, ${sql.join(best, sql`, `)}
      from said s join rebuild_order o on o.tool = s.tool_id and o.source = s.source_id
        and s.day between o.valid_from and o.valid_to
      group by 1, 2, 3 having min(s.source_id) <> max(s.source_id)`,
  )
  await rows(tx, 'analyse what is believed', sql`analyze rebuild_believed`)
}

/** What each source says in the groups in which another was believed. */
function witnesses(): SQL {
  const lost = {
    activity: sql`b.activity <> f.source_id and ${hasAny('activity')}`,
    tokens: sql`b.tokens <> f.source_id and ${hasAny('tokens')}`,
    cost: sql`b.cost <> f.source_id and ${hasAny('cost')}`,
  }
  const where = (group: keyof typeof lost, value: string) =>
    sql`case when ${lost[group]} then ${sql.raw(value)} end`
  const named = MEASURE_GROUPS.map((group) => sql`case when ${lost[group]} then ${group} end`)
  return sql`
    insert into rebuild_witness (day, account_id, tool_id, model_id, source_id, person_id, unit_id,
      messages, requests, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens,
      cost_micros, measures)
    select f.day, f.account_id, f.tool_id, f.model_id, f.source_id, f.person_id, f.unit_id,
      ${where('activity', 'f.messages')}, ${where('tokens', 'f.requests')},
      ${where('tokens', 'f.input_tokens')}, ${where('tokens', 'f.cache_read_tokens')},
      ${where('tokens', 'f.cache_write_tokens')}, ${where('tokens', 'f.output_tokens')},
      case when ${lost.cost} then ${SAID_COST} end,
      array_remove(array[${sql.join(named, sql`, `)}], null)
    from usage_daily f join rebuild_believed b on ${MATCH}
    where ${lost.activity} or ${lost.tokens} or ${lost.cost}`
}

/** Writes `usage_witness` for the days that are stale: one row per account, model and source. */
export async function writeWitnesses(tx: Db, stale: SQL): Promise<void> {
  await rows(
    tx,
    'delete witnesses',
    sql`delete from usage_witness where tenant_id = 1 and day = ${stale}`,
  )
  await rows(
    tx,
    'write witnesses',
    sql`insert into usage_witness (day, account_id, tool_id, model_id, source_id, person_id, unit_id,
        messages, requests, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens,
        cost_micros, measures)
      select day, account_id, tool_id, model_id, source_id, person_id, unit_id, sum(messages),
        sum(requests), sum(input_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
        sum(output_tokens), sum(cost_micros),
        (select array_agg(distinct m order by m) from unnest(string_to_array(
          string_agg(array_to_string(measures, ','), ','), ',')) m)
      from rebuild_witness group by 1, 2, 3, 4, 5, 6, 7`,
  )
  await rows(tx, 'drop what was noted', sql`drop table rebuild_witness`)
  await rows(tx, 'forget what was believed', sql`drop table if exists rebuild_believed`)
}
