import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { named, rows } from './rows.ts'

/**
 * One transaction, and no other like it at the same time, in whichever replica: imports, undoing and
 * rebuilding all decide by what is stored. Set for work on many rows.
 */
export function exclusive<Result>(
  db: Db,
  name: string,
  work: (tx: Db) => Promise<Result>,
): Promise<Result> {
  return named(name, () =>
    db.transaction(async (tx) => {
      await rows(tx, 'take turns', sql`select 1 as turn from tenant where tenant_id = 1 for update`)
      // Statistics are of rows just written: a sample of a few thousand tells them apart well enough.
      await rows(
        tx,
        'settings for bulk work',
        sql`select set_config('work_mem', '96MB', true),
          set_config('default_statistics_target', '20', true)`,
      )
      return work(tx)
    }),
  )
}
