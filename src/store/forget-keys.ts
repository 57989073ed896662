import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** Keys that the people of `their_account` used, and nobody else: each would stand for one of them. */
export async function findTheirKeys(tx: Db): Promise<void> {
  await rows(
    tx,
    'their keys',
    sql`create temp table their_key on commit drop as
      select s.account_id from service_account s
      where s.tenant_id = 1 and s.kind = 'key'
        and exists (select from governance_event e where e.tenant_id = 1 and e.key_id = s.account_id
          and e.actor_id in (select account_id from their_account where whole))
        and not exists (select from governance_event e where e.tenant_id = 1
          and s.account_id in (e.key_id, e.actor_id, e.target_id)
          and e.actor_id not in (select account_id from their_account where whole))
        ${sql.join(
          [
            'usage_event',
            'usage_event_replaced',
            'usage_report',
            'usage_report_replaced',
            'bill_line',
          ]
            .concat('service_unit', 'account_link')
            .map(unused),
          sql` `,
        )}`,
  )
}

const unused = (table: string): SQL =>
  sql`and not exists (select from ${sql.identifier(table)} u
    where u.tenant_id = 1 and u.account_id = s.account_id)`

/** Once no entry speaks of them any more. */
export async function forgetKeys(
  tx: Db,
  run: (what: string, change: SQL) => Promise<void>,
): Promise<void> {
  for (const table of ['alert_actor', 'account_person', 'service_account', 'account'])
    await run(
      'forget their keys',
      sql`delete from ${sql.identifier(table)} where tenant_id = 1
        and account_id in (table their_key)`,
    )
}
