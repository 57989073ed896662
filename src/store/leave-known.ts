import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { rows } from './rows.ts'

/** Whether any directory says who is on leave. */
export async function leaveKnown(db: Db): Promise<boolean> {
  const [found] = await rows<{ readonly known: boolean }>(
    db,
    'whether leave is known',
    sql`select exists (select from leave_source where tenant_id = ${TENANT}) as known`,
  )
  return found?.known === true
}
