import { sql } from 'drizzle-orm'

import type { Ruled, RuledPeople } from '#books.ts'
import { type Day, day, dayAt } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Membership } from '#ingest.ts'

import { RULED } from './directory-said.ts'
import { setDirectory } from './directory.ts'
import { exclusive } from './exclusive.ts'
import { newPairs, rekeyPeople } from './rekey.ts'
import { rows } from './rows.ts'

/** As if they had always been there. */
const ALWAYS = day('1970-01-01')

/**
 * Puts people where rules put them, as far as no directory speaks of them. Who is new has always been
 * there; who comes to another team by a changed rule moved today. Marks the days that change.
 */
export function ruledPeople(db: Db): RuledPeople {
  return async (ruled, at) => {
    if (ruled.length === 0) return
    await exclusive(db, 'rules', async (tx) => {
      const pairs = newPairs()
      const given = ruled.map(({ account, unit }) => ({ account: pairs.take(account), unit }))
      if (pairs.size > 0) await rekeyPeople(tx, pairs.query())
      const before = new Map((await stored(tx)).map(({ account, unit }) => [account, unit]))
      const news = given.filter(({ account, unit }) => (before.get(account) ?? null) !== unit)
      if (news.length === 0) return
      for (const { account, unit } of news) {
        if (unit === null) before.delete(account)
        else before.set(account, unit)
      }
      const members = [...before].map(([account, unit]) => memberOf(account, unit, ALWAYS))
      const today = dayAt(at, 'UTC')
      await setDirectory(tx, members, { source: RULED, at, merge: false, today })
    })
  }
}

const stored = (tx: Db) =>
  rows<Ruled & { readonly unit: string }>(
    tx,
    'people by rules',
    sql`select encode(a.pseudonym, 'hex') as account, u.path as unit
      from directory_said d
      join account a on a.tenant_id = 1 and a.account_id = d.person_id
      join org_unit u on u.tenant_id = 1 and u.unit_id = d.unit_id
      where d.tenant_id = 1 and d.source = ${RULED} and d.valid_to = '9999-12-31'`,
  )

const memberOf = (account: string, unit: string, from: Day): Membership => ({
  account,
  aliases: [],
  unit,
  from,
  to: null,
  costCentre: null,
  location: null,
  manager: null,
  groups: [],
})
