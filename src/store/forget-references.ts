import { type SQL, sql } from 'drizzle-orm'

import { IN_ITS_LOG } from '#core/alert/message.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const THEIRS = sql.raw('(select account_id from their_account where whole)')
const TOLD = `${IN_ITS_LOG}\`([^\`]+)\``

/**
 * Messages that say which entries of a vendor's log are about the people of `their_account`: they name
 * nobody, and the log does. While the entries still have it.
 */
export async function forgetReferences(
  tx: Db,
  run: (what: string, change: SQL) => Promise<void>,
): Promise<void> {
  await rows(
    tx,
    'their entries',
    sql`create temp table their_reference on commit drop as
      select distinct reference from governance_event where tenant_id = 1 and reference is not null
        and (actor_id in ${THEIRS} or target_id in ${THEIRS})`,
  )
  const tells = (
    text: SQL,
  ) => sql`exists (select from regexp_matches(${text}, ${TOLD}, 'g') as found(told)
    where found.told[1] in (table their_reference))`
  await run(
    'forget answers about their entries',
    sql`delete from answer a where a.tenant_id = 1 and ${tells(sql`concat(a.message, ' ', a.made)`)}`,
  )
  await run(
    'forget what was sent about their entries',
    sql`update delivery d set message = null,
        state = case when state in ('due', 'sending') then 'dead' else state end
      where d.tenant_id = 1 and ${tells(sql`d.message::text`)}`,
  )
}
