import { sql } from 'drizzle-orm'

import type { Baseline } from '#core/baseline/baseline.ts'
import type { Db } from '#db/db.ts'
import type { BaselineBook } from '#ledgers.ts'

import { chain } from './audit.ts'
import { named, rows } from './rows.ts'

/** What admins pinned; each change is written together with its row of the trail. */
export function baselineBook(db: Db): BaselineBook {
  return {
    list: () =>
      rows<Baseline>(
        db,
        'list baselines',
        sql`select baseline_id::int as id, unit, from_day::text as "from", to_day::text as "to", says
          from baseline where tenant_id = 1 order by baseline_id desc`,
      ),
    pin: ({ unit, from, to, says, by, at }, row) =>
      named('pin baseline', () =>
        db.transaction(async (tx) => {
          const [made] = await rows<{ readonly id: number }>(
            tx,
            'pin baseline',
            sql`insert into baseline (tenant_id, unit, from_day, to_day, says, by, at)
              values (1, ${unit}::text, ${from}::date, ${to}::date, ${says}::text, ${by}::text,
                ${new Date(at).toISOString()}::timestamptz) returning baseline_id::int as id`,
          )
          if (!made) throw new Error('a baseline was not written')
          await chain(tx, row(made.id))
          return made.id
        }),
      ),
    unpin: (id, row) =>
      named('unpin baseline', () =>
        db.transaction(async (tx) => {
          const gone = await rows(
            tx,
            'unpin baseline',
            sql`delete from baseline where tenant_id = 1 and baseline_id = ${id}::bigint returning 1 as one`,
          )
          if (gone.length > 0) await chain(tx, row)
          return gone.length > 0
        }),
      ),
  }
}
