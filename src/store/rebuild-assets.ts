import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { belongs, PERSON, UNIT, WHO } from './rebuild-belongs.ts'
import { giveOrder } from './rebuild-order.ts'
import { rows } from './rows.ts'

/**
 * Writes `asset_daily` for the days that are stale. A run is what carries one run id, else one
 * conversation with the asset, else the line itself; it failed when any of its lines did.
 */
export async function rebuildAssets(tx: Db, stale: SQL): Promise<void> {
  await rows(
    tx,
    'delete asset days',
    sql`delete from asset_daily where tenant_id = 1 and day = ${stale}`,
  )
  await rows(
    tx,
    'asset days',
    sql`insert into asset_daily (tenant_id, day, account_id, tool_id, source_id, asset_id, person_id,
        unit_id, requests, runs, failed_runs)
      with run as (
        select day, account_id, tool_id, source_id, asset_id, count(*) as requests,
          bool_or(error) as failed
        from usage_event
        where tenant_id = 1 and asset_id <> 0 and day = ${stale}
        group by day, account_id, tool_id, source_id, asset_id,
          case when run <> 0 then 'run ' || run
            when conversation <> 0 then 'conversation ' || conversation
            else 'line ' || batch_id || ' ' || seq end
      ), f as (
        select day, account_id, tool_id, source_id, asset_id, sum(requests)::int as requests,
          count(*)::int as runs, (count(*) filter (where failed))::int as failed_runs
        from run group by day, account_id, tool_id, source_id, asset_id
      )
      select 1, f.day, f.account_id, f.tool_id, f.source_id, f.asset_id, ${PERSON},
        ${UNIT}, f.requests, f.runs, f.failed_runs
      from f
      ${belongs}`,
  )
  await settleAssets(tx, stale)
}

/** Of several sources that tell of one person's runs, the one that is believed for activity stays. */
async function settleAssets(tx: Db, stale: SQL): Promise<void> {
  const contested = sql`select day, tool_id from asset_daily
    where tenant_id = 1 and day = ${stale} group by 1, 2 having min(source_id) <> max(source_id)`
  const [several] = await rows<{ any: boolean }>(
    tx,
    'look for runs of several sources',
    sql`select exists (${contested}) as any`,
  )
  if (several?.any !== true) return
  await giveOrder(tx, sql`select tool_id from (${contested}) several`)
  await rows(
    tx,
    'count runs once',
    sql`with placed as (
        select f.*, min(o.place) over (partition by f.day, f.tool_id, ${WHO}) as best, o.place
        from asset_daily f join rebuild_order o on o.tool = f.tool_id and o.source = f.source_id
          and o.measure = 'activity' and f.day between o.valid_from and o.valid_to
        where f.tenant_id = 1 and f.day = ${stale}
      )
      delete from asset_daily a using placed p
      where p.place > p.best and a.tenant_id = 1 and a.day = p.day and a.account_id = p.account_id
        and a.tool_id = p.tool_id and a.source_id = p.source_id and a.asset_id = p.asset_id`,
  )
}
