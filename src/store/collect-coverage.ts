import { sql } from 'drizzle-orm'

import { dayAt } from '#core/time/day.ts'
import type { Day } from '#core/time/day.ts'
import { MEASURE_GROUPS, type MeasureGroup } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

export type Covers = {
  readonly tools: readonly string[]
  readonly source: string
  readonly from: Day
  readonly through: Day
  /** Days between them of which the source says nothing. */
  readonly except: readonly Day[]
  /** Days that had ended at this instant, in this zone. */
  readonly at: number
  readonly zone: string
  readonly measures: readonly MeasureGroup[]
  /** The source is known to speak of use. A log that never did, as of audits, says nothing about it. */
  readonly usage: boolean
}

/**
 * Finds the days that nothing of the source covered so far, as `newly_covered`; their number. The
 * names are known already.
 */
export async function findNewlyCovered(tx: Db, covers: Covers): Promise<number> {
  const { tools, source, from, through, except, at, zone, usage, measures } = covers
  const tells = MEASURE_GROUPS.map((group) => sql`${measures.includes(group)}::boolean`)
  const found = await rows(
    tx,
    'days the pull covers',
    sql`insert into newly_covered
      select t.id, s.id, given.day::date, ${sql.join(tells, sql`, `)}
      from tool t, source s, generate_series(${from}::date,
        least(${through}::date, ${dayAt(at, zone)}::date - 1), '1 day') as given(day)
      where t.tenant_id = 1 and t.name = any(${sql.param(tools)}::text[])
        and s.tenant_id = 1 and s.name = ${source}
        and given.day::date <> all(${sql.param(except)}::text[]::date[])
        and (${usage} or exists (select from usage_event e
          where e.tenant_id = 1 and e.source_id = s.id))
        and not exists (select from covered_day c where c.tenant_id = 1 and c.tool_id = t.id
          and c.source_id = s.id and c.day = given.day::date
          and (c.activity, c.tokens, c.cost) = (${sql.join(tells, sql`, `)}))
      returning 1 as one`,
  )
  return found.length
}

export const makeNewlyCovered = (tx: Db) =>
  rows(
    tx,
    'make room for covered days',
    sql`create temp table newly_covered (tool_id int, source_id int, day date,
      activity boolean, tokens boolean, cost boolean) on commit drop`,
  )

/** Days that a bill covers are counted again: what it does not list cost nothing. */
export async function coverDays(tx: Db, batch: number): Promise<void> {
  await rows(
    tx,
    'cover days',
    sql`insert into covered_day as c (tool_id, source_id, day, batch_id, activity, tokens, cost)
      select tool_id, source_id, day, ${batch}::int, activity, tokens, cost from newly_covered
      on conflict on constraint covered_day_pk do update set activity = excluded.activity,
        tokens = excluded.tokens, cost = excluded.cost`,
  )
  await rows(
    tx,
    'mark days that a bill covers',
    sql`insert into dirty_day (day)
      select distinct n.day from newly_covered n join bill_line b
        on b.tenant_id = 1 and b.source_id = n.source_id and b.day = n.day
      on conflict do nothing`,
  )
}
