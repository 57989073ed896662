import { sql } from 'drizzle-orm'

import type { Rule } from '#core/privacy/rule.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { rows } from './rows.ts'

/**
 * Decides, once and for everyone, which names of what is shared readers see: those that enough people
 * ran in one of the weeks and months whose people are counted.
 */
export async function showAssets(tx: Db, { floor }: Rule): Promise<void> {
  await rows(
    tx,
    'show names of what is shared',
    sql`update asset_name n set shown_since = enough.since
      from (
        select asset_id, min(last_day) as since
        from (
          select d.asset_id, p.last_day
          from asset_name o join asset_daily d using (tenant_id, asset_id)
            join published_period p on p.tenant_id = d.tenant_id and p.kind = 'people'
              and d.day between p.first_day and p.last_day
          where o.tenant_id = ${TENANT} and o.shown_since is null and d.person_id <> 0
          group by d.asset_id, p.first_day, p.last_day
          having count(distinct d.person_id) >= ${floor}::int) period
        group by asset_id) enough
      where n.tenant_id = ${TENANT} and n.asset_id = enough.asset_id and n.shown_since is null`,
  )
}
