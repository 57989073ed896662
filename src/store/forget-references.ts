import { type SQL, sql } from 'drizzle-orm'

import { IN_ITS_LOG } from '#core/alert/message.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const THEIRS = sql.raw('(select account_id from their_account where whole)')
const TOLD = `${IN_ITS_LOG}\`([^\`]+)\``
const told = (text: SQL) => sql`regexp_matches(${text}, ${TOLD}, 'g') as found(told)`
const ANSWER = sql`concat(a.message, ' ', a.made)`
const SENT = sql`d.message::text`

/**
 * Messages that say which entries of a vendor's log are about the people of `their_account`: they name
 * nobody, and the log does. So do those of entries that are known here no longer, whoever they are about.
 * While the entries still have it.
 */
export async function forgetReferences(
  tx: Db,
  run: (what: string, change: SQL) => Promise<void>,
): Promise<void> {
  await rows(
    tx,
    'their entries',
    sql`create temp table their_told on commit drop as
      select t.told from (
        select found.told[1] as told from delivery d, ${told(SENT)} where d.tenant_id = 1
        union select found.told[1] from answer a, ${told(ANSWER)} where a.tenant_id = 1
      ) t left join governance_event e on e.tenant_id = 1 and e.reference = t.told
      group by t.told
      having count(e.reference) = 0 or bool_or(e.actor_id in ${THEIRS} or e.target_id in ${THEIRS})`,
  )
  const theirs = (text: SQL) =>
    sql`exists (select from ${told(text)} where found.told[1] in (table their_told))`
  await run(
    'forget answers about their entries',
    sql`delete from answer a where a.tenant_id = 1 and ${theirs(ANSWER)}`,
  )
  await run(
    'forget what was sent about their entries',
    sql`update delivery d set message = null,
        state = case when state in ('due', 'sending') then 'dead' else state end
      where d.tenant_id = 1 and ${theirs(SENT)}`,
  )
}
