import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { findIds, idOf } from './names.ts'
import { rows } from './rows.ts'
import { part, type Staging } from './staging.ts'

/**
 * Lines with ids on a day whose stored ids can't be told any more would be counted again.
 * @throws UserError naming the first such day
 */
export async function refuseSealed<Row>(db: Db, staging: Staging<Row>): Promise<void> {
  const ids = await findIds(db, staging.names)
  const [found] = await rows<{ source: string; day: string }>(
    db,
    'look for sealed days',
    sql`select known.name as source, z.day::text as day from ${part(staging, 'day')} s
      join sealed_day z on z.tenant_id = 1 and z.source_id = ${idOf(ids.source, 's.source')}
        and z.day = s.day
      join source known on known.tenant_id = 1 and known.id = z.source_id
      where not s.whole order by z.day limit 1`,
  )
  if (!found) return
  throw new UserError(
    `Lines of '${found.source}' on ${found.day} were stored under a key that is gone, and would be counted again`,
    'Import the whole of its days with --replace, or begin after them.',
  )
}
