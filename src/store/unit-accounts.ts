import { sql } from 'drizzle-orm'

import type { UnitAccounts } from '#books.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { newPairs, rekeyPeople } from './rekey.ts'
import { rows } from './rows.ts'
import { storedSums } from './unit-sums.ts'
import { addUnits } from './units.ts'

/** What is kept of a unit's use together belongs to a service that is no one's and pays for itself. */
const KIND = 'unit'

/** As SQL: accounts that hold the sums of units, for what lists services. */
export const OF_UNITS = sql.raw(
  `(select account_id from service_account where tenant_id = 1 and kind = '${KIND}')`,
)

export function unitAccounts(db: Db): UnitAccounts {
  return {
    async keep(units) {
      if (units.length === 0) return
      await exclusive(db, 'keep accounts of units', async (tx) => {
        const pairs = newPairs()
        const given = units.map(({ unit, account }) => ({ unit, account: pairs.take(account) }))
        if (pairs.size > 0) await rekeyPeople(tx, pairs.query())
        await addUnits(
          tx,
          given.map(({ unit }) => unit),
        )
        await addAccounts(tx, given)
      })
    },
    async nobody() {
      const found = await rows<{ readonly account: string }>(
        db,
        'accounts of nobody',
        sql`select encode(a.pseudonym, 'hex') as account
          from service_account s join account a using (tenant_id, account_id)
          where tenant_id = 1 and a.key_version = 1`,
      )
      return new Set(found.map(({ account }) => account))
    },
    sums: (source, days) => storedSums(db, source, days),
    async anyPeople() {
      const [found] = await rows<{ readonly any: boolean }>(
        db,
        'look for people',
        sql`select exists (select from account_person where tenant_id = 1)
          or exists (select from directory_said where tenant_id = 1)
          or exists (select from live_inbox where tenant_id = 1) as any`,
      )
      return found?.any === true
    },
  }
}

async function addAccounts(
  tx: Db,
  given: readonly { readonly unit: string; readonly account: string }[],
): Promise<void> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb)
    as g(unit text, account text)`
  await rows(
    tx,
    'add accounts of units',
    sql`with added as (
        insert into account (account_id, pseudonym)
        select (greatest((select coalesce(max(account_id), 0) from account where tenant_id = 1),
            (select coalesce(max(person_id), 0) from person where tenant_id = 1))
          + row_number() over (order by g.unit collate "C"))::int, decode(g.account, 'hex')
        from ${wanted}
        where not exists (select from account a where a.tenant_id = 1 and a.key_version = 1
          and a.pseudonym = decode(g.account, 'hex'))
        returning account_id, pseudonym
      ), registered as (
        insert into service_account (account_id, source, kind, label)
        select a.account_id, '', ${KIND}, g.unit
        from added a join ${wanted} on decode(g.account, 'hex') = a.pseudonym
        returning account_id, label
      )
      insert into service_unit (account_id, valid_from, valid_to, unit_id, by)
      select r.account_id, '0001-01-01', '9999-12-31', u.unit_id, ''
      from registered r join org_unit u on u.tenant_id = 1 and u.path = r.label`,
  )
}
