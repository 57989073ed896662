import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { resolveUser, type Pseudonym } from './resolve-user.ts'
import { rows } from './rows.ts'

/**
 * Leaves what belongs to one person: `their_person`, and `their_account` with the days on which an
 * account was theirs. `whole` says that it was nobody else's ever: then the person it would be by
 * itself, of whom directories may have spoken before it was joined, is theirs too.
 * @throws UserError when the store knows nobody by that name
 */
export async function findTheirs(tx: Db, name: string, pseudonym: Pseudonym): Promise<void> {
  const found = await resolveUser(tx, name, pseudonym)
  if ('why' in found) {
    throw new UserError(
      found.why === 'unknown'
        ? 'The store knows nobody by that name'
        : 'Several people begin like that',
      'Give the address or login as a source writes it, or the whole alias, like p-6kz6ex.',
    )
  }
  await rows(
    tx,
    'the person',
    sql`create temp table their_person on commit drop as
      select unnest(${sql.param(found.ids)}::int[]) as person_id`,
  )
  await rows(
    tx,
    'their accounts',
    sql`create temp table their_account on commit drop as
      select a.account_id, a.key_version, a.pseudonym, daterange(p.valid_from, p.valid_to, '[]') as days,
        not exists (select from account_person o where o.tenant_id = 1
          and o.account_id = a.account_id and o.person_id not in (table their_person)) as whole
      from account_person p join account a on a.tenant_id = 1 and a.account_id = p.account_id
      where p.tenant_id = 1 and p.person_id in (table their_person)`,
  )
  await rows(
    tx,
    'the persons their accounts would be',
    sql`insert into their_person (person_id)
      select distinct t.account_id from their_account t
      where t.whole and t.account_id not in (table their_person)
        and not exists (select from account_person o where o.tenant_id = 1
          and o.person_id = t.account_id)`,
  )
}
