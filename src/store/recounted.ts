import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { rows } from './rows.ts'

/** A day that was counted again: what is published of it has to be looked at. */
export type Recounted = { readonly day: Day; readonly times: number }

export async function markRecounted(tx: Db, days: readonly string[]): Promise<void> {
  await rows(
    tx,
    'days counted again',
    sql`insert into recounted_day as r (day) select unnest(${sql.param(days)}::text[])::date
      on conflict (tenant_id, day) do update set times = r.times + 1`,
  )
}

export async function recounted(db: Db): Promise<readonly Recounted[]> {
  return await rows<Recounted>(
    db,
    'days to look at',
    sql`select day::text as day, times from recounted_day where tenant_id = ${TENANT} order by 1`,
  )
}

/** A day that was counted once more meanwhile stays marked. */
export async function lookedAt(db: Db, days: readonly Recounted[]): Promise<void> {
  await rows(
    db,
    'days looked at',
    sql`delete from recounted_day r
      using jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as seen (day date, times int)
      where r.tenant_id = ${TENANT} and r.day = seen.day and r.times = seen.times`,
  )
}
