import { sql } from 'drizzle-orm'

import { dayAt } from '#core/time/day.ts'
import type { Day } from '#core/time/day.ts'
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
  /** The source is known to speak of use. A log that never did, as of audits, says nothing about it. */
  readonly usage: boolean
}

/**
 * Finds the days that nothing of the source covered so far, as `newly_covered`; their number. The
 * names are known already.
 */
export async function findNewlyCovered(tx: Db, covers: Covers): Promise<number> {
  const { tools, source, from, through, except, at, zone, usage } = covers
  const found = await rows(
    tx,
    'days the pull covers',
    sql`insert into newly_covered
      select t.id, s.id, given.day::date
      from tool t, source s, generate_series(${from}::date,
        least(${through}::date, ${dayAt(at, zone)}::date - 1), '1 day') as given(day)
      where t.tenant_id = 1 and t.name = any(${sql.param(tools)}::text[])
        and s.tenant_id = 1 and s.name = ${source}
        and given.day::date <> all(${sql.param(except)}::text[]::date[])
        and (${usage} or exists (select from usage_event e
          where e.tenant_id = 1 and e.source_id = s.id))
        and not exists (select from covered_day c where c.tenant_id = 1 and c.tool_id = t.id
          and c.source_id = s.id and c.day = given.day::date)
      returning 1 as one`,
  )
  return found.length
}

export const makeNewlyCovered = (tx: Db) =>
  rows(
    tx,
    'make room for covered days',
    sql`create temp table newly_covered (tool_id int, source_id int, day date) on commit drop`,
  )

export const coverDays = (tx: Db, batch: number) =>
  rows(
    tx,
    'cover days',
    sql`insert into covered_day (tool_id, source_id, day, batch_id)
      select tool_id, source_id, day, ${batch}::int from newly_covered`,
  )
