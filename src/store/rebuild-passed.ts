import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { belongs, PERSON, WHO } from './rebuild-belongs.ts'
import { hasMain } from './rebuild-columns.ts'
import { giveOrder } from './rebuild-order.ts'
import { rows } from './rows.ts'

/** Leaves an empty `rebuild_passed`: whose events of which source another was believed over. */
export const noPassed = (tx: Db) =>
  rows(
    tx,
    'nobody passed over',
    sql`create temp table rebuild_passed (day date, tool_id int, source_id int, account_id int)
      on commit drop`,
  )

/**
 * Adds to `rebuild_passed` what is not believed for activity on the days between two, so that sessions
 * are split from the source that is. False where every tool's day has one source, which is looked for
 * first.
 */
export async function passOver(
  tx: Db,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const days = sql`between ${from}::date and ${to}::date`
  if (!(await findContested(tx, days))) return false
  await giveOrder(tx, sql`select tool_id from rebuild_contested`)
  await rows(
    tx,
    'pass sources over',
    sql`insert into rebuild_passed
      with said as (
        select e.day, e.tool_id, e.source_id, e.account_id
        from usage_event e join rebuild_contested c using (day, tool_id)
        where e.tenant_id = 1 and e.day ${days} group by 1, 2, 3, 4
        union
        select f.day, f.tool_id, f.source_id, f.account_id
        from usage_report f join rebuild_contested c using (day, tool_id)
        where f.tenant_id = 1 and f.day ${days} and ${hasMain('activity')}
      ), whose as (
        select f.*, ${PERSON} as person_id from said f ${belongs}
      ), placed as (
        select f.*, first_value(f.source_id) over (
          partition by f.day, f.tool_id, ${WHO} order by o.place) as believed
        from whose f join rebuild_order o on o.tool = f.tool_id and o.source = f.source_id
          and o.measure = 'activity' and f.day between o.valid_from and o.valid_to
      )
      select day, tool_id, source_id, account_id from placed where source_id <> believed`,
  )
  await rows(tx, 'analyse who is passed over', sql`analyze rebuild_passed`)
  return true
}

/** Leaves `rebuild_contested`: the tools and days that several sources speak of. */
async function findContested(tx: Db, days: SQL): Promise<boolean> {
  const [named] = await rows<{ n: number }>(
    tx,
    'count sources',
    sql`select count(*)::int as n from source where tenant_id = 1`,
  )
  if ((named?.n ?? 0) < 2) return false
  await rows(tx, 'forget contested days', sql`drop table if exists rebuild_contested`)
  await rows(
    tx,
    'contested days',
    sql`create temp table rebuild_contested on commit drop as
      select day, tool_id from (
        select day, tool_id, min(source_id) as least, max(source_id) as most
        from usage_event where tenant_id = 1 and day ${days} group by 1, 2
        union all
        select day, tool_id, min(source_id), max(source_id)
        from usage_report where tenant_id = 1 and day ${days} group by 1, 2
      ) said group by 1, 2 having min(least) <> max(most)`,
  )
  const [any] = await rows<{ any: boolean }>(
    tx,
    'look for contested days',
    sql`select exists (select from rebuild_contested) as any`,
  )
  return any?.any === true
}
