import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { belongs, PERSON, UNIT } from './rebuild-belongs.ts'
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
}
