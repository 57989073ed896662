import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { rows } from './rows.ts'

const PARTITIONED = ['usage_event', 'usage_daily'] as const

/**
 * Makes the month partitions that `days` (a query of one date column) falls into, before any row can
 * land in the default ones. In a short transaction of its own: it locks out readers.
 */
export async function makeMonths(db: Db, days: ReturnType<typeof sql>): Promise<void> {
  const months = await rows<{ name: string; from: string; to: string }>(
    db,
    'months wanted',
    sql`select distinct to_char(day, '"_"YYYY"_"MM') as name,
        date_trunc('month', day)::date::text as "from",
        (date_trunc('month', day) + interval '1 month')::date::text as "to"
      from (${days}) as wanted(day)
      where to_regclass('usage_event' || to_char(day, '"_"YYYY"_"MM')) is null order by 1`,
  )
  if (months.length === 0) return
  await exclusive(db, 'make months', async (tx) => {
    for (const { name, from, to } of months) {
      for (const table of PARTITIONED) {
        await rows(
          tx,
          'make month',
          sql.raw(
            `create table if not exists ${table}${name} partition of ${table} for values from ('${from}') to ('${to}')`,
          ),
        )
      }
    }
  })
}
