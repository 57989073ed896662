import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { addAccounts } from './accounts.ts'
import { markDays } from './mark-days.ts'
import { rows } from './rows.ts'
import type { Spool } from './spool.ts'

/**
 * Registers the services of a pull. A service is nobody: an account that was taken for a person is
 * one no more, on all days. True when something changed.
 */
export async function registerServices(tx: Db, spool: Spool, source: string): Promise<boolean> {
  if (spool.count('services') === 0) return false
  const given = spool.read('services', 'account text, kind text, label text')
  await addAccounts(tx, sql`select decode(account, 'hex') from ${given} g`)
  const written = await rows<{ account: number }>(
    tx,
    'register services',
    sql`insert into service_account (account_id, source, kind, label)
      select distinct on (a.account_id) a.account_id, ${source}, g.kind, g.label
      from ${given} g
      join account a on a.tenant_id = 1 and a.key_version = 1
        and a.pseudonym = decode(g.account, 'hex')
      order by a.account_id, g.n desc
      on conflict on constraint service_account_pk do update
        set source = excluded.source, kind = excluded.kind, label = excluded.label
        where (service_account.source, service_account.kind, service_account.label)
          is distinct from (excluded.source, excluded.kind, excluded.label)
      returning account_id as account`,
  )
  if (written.length === 0) return false
  await servicesAreNobody(tx)
  return true
}

/** What is a service now is no person on any day. */
export async function servicesAreNobody(tx: Db): Promise<void> {
  const services = sql`select account_id from service_account where tenant_id = 1`
  await markDays(
    tx,
    sql`where f.tenant_id = 1 and f.person_id <> 0 and f.account_id in (${services})`,
  )
  await rows(
    tx,
    'services are nobody',
    sql`delete from account_person where tenant_id = 1 and account_id in (${services})`,
  )
  await rows(
    tx,
    'forget people who are services',
    sql`delete from person where tenant_id = 1 and person_id in (${services})`,
  )
}
