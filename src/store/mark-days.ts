import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** Where one person's use of a day stands: counted, overruled by another source, or an asset's. */
const TABLES = ['usage_daily', 'usage_witness', 'asset_daily'] as const

/**
 * Marks as stale the days of some people's use. `whose` follows the table, which is called `f` and has
 * `tenant_id`, `day`, `account_id` and `person_id`: joins, then a condition.
 */
export function markDays(tx: Db, whose: SQL): Promise<unknown> {
  const days = TABLES.map((table) => sql`select f.day from ${sql.identifier(table)} f ${whose}`)
  return rows(
    tx,
    'mark days',
    sql`insert into dirty_day (day) ${sql.join(days, sql` union `)} on conflict do nothing`,
  )
}
