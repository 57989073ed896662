import { type SQL, sql } from 'drizzle-orm'

import { FEWEST_LETTERS, MOST_LETTERS } from '#core/privacy/alias.ts'
import type { Db } from '#db/db.ts'

import { isForgotten } from './nobody.ts'
import { rows } from './rows.ts'

/** A person's alias is `p-` and the first letters of their pseudonym in base32. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** So many new accounts change how they are best looked for. */
const MANY = 1_000

/** Letters of base32, eight from every five bytes of the pseudonym's hex. */
const letters = (count: number) =>
  sql.raw(
    Array.from({ length: count }, (_, n) => {
      const five = `('x' || substr(hex, ${Math.floor(n / 8) * 10 + 1}, 10))::bit(40)::bigint`
      return `substr('${ALPHABET}', (${five} >> ${35 - 5 * (n % 8)} & 31)::int + 1, 1)`
    }).join(' || '),
  )

/** The longest alias of a pseudonym; every alias that it has or had is a beginning of it. */
export const longestAlias = (pseudonym: SQL): SQL =>
  sql`(select 'p-' || ${letters(MOST_LETTERS)} from (select encode(${pseudonym}, 'hex') as hex) one)`

/** An alias in a text, and not a word that looks like the beginning of one. */
export const ALIAS_PATTERN = `p-[a-z2-7]{${FEWEST_LETTERS},}`

/**
 * Adds the accounts in `pseudonyms` (a query of one bytea column) that the store does not know, but
 * for those of people who were forgotten. Each is its own person until a directory joins it to another; the person has the account's number.
 */
export async function addAccounts(tx: Db, pseudonyms: SQL): Promise<void> {
  await rows(tx, 'forget new accounts', sql`drop table if exists new_account`)
  await rows(
    tx,
    'new accounts',
    sql`create temp table new_account on commit drop as
      select (greatest((select coalesce(max(account_id), 0) from account where tenant_id = 1),
          (select coalesce(max(person_id), 0) from person where tenant_id = 1))
        + row_number() over (order by pseudonym))::int as account_id, pseudonym
      from (select distinct pseudonym from (${pseudonyms}) as given(pseudonym)) given
      where pseudonym is not null and not exists (
        select from account known where known.tenant_id = 1 and known.key_version = 1
          and known.pseudonym = given.pseudonym) and not ${isForgotten(sql.raw('given.pseudonym'))}`,
  )
  const [added] = await rows<{ n: number }>(
    tx,
    'count new accounts',
    sql`select count(*)::int as n from new_account`,
  )
  if (added?.n === 0) return
  await rows(tx, 'analyse new accounts', sql`analyze new_account`)
  await rows(
    tx,
    'add accounts',
    sql`insert into account (account_id, pseudonym)
      select account_id, pseudonym from new_account order by account_id`,
  )
  if (added && added.n >= MANY) await rows(tx, 'analyse accounts', sql`analyze account`)
  await addPeople(tx)
  await rows(
    tx,
    'each account is its own person',
    sql`insert into account_person (account_id, valid_from, valid_to, person_id)
      select account_id, '0001-01-01', '9999-12-31', account_id from new_account order by account_id`,
  )
}

/**
 * An alias is as long as it takes to differ from every other, and so does not depend on who came
 * first: those that a newcomer resembles grow with it.
 */
async function addPeople(tx: Db): Promise<void> {
  await findAliases(tx, sql`select account_id from new_account`)
  await rows(
    tx,
    'add people',
    sql`insert into person (person_id, alias)
      select n.person_id, n.alias from new_alias n join new_account a on a.account_id = n.person_id
      order by n.person_id`,
  )
}

/** Aliases of people whose accounts (a query of their numbers) have other pseudonyms now. */
export async function renewAliases(tx: Db, accounts: SQL): Promise<void> {
  // Out of the way first: somebody's new alias may be what another was called until now.
  await rows(
    tx,
    'take aliases away',
    sql`update person set alias = 'new-' || person_id
      where tenant_id = 1 and erased_at is null and person_id in (${accounts})`,
  )
  await findAliases(tx, accounts)
}

/** Leaves `new_alias` for these accounts and those that they resemble, who have theirs from now on. */
async function findAliases(tx: Db, accounts: SQL): Promise<void> {
  await rows(tx, 'forget aliases', sql`drop table if exists new_alias`)
  await rows(
    tx,
    'aliases',
    sql`create temp table new_alias on commit drop as
      with start as (
        select account_id, hex, ${letters(FEWEST_LETTERS)} as start
        from (select account_id, encode(pseudonym, 'hex') as hex from account where tenant_id = 1) a
      ), alike as (
        select start from start group by start having count(*) > 1
      ), code as (
        select account_id, ${letters(MOST_LETTERS)} as code from start join alike using (start)
      ), neighbours as (
        select account_id, code, lag(code) over sorted as before, lead(code) over sorted as after
        from code window sorted as (order by code collate "C")
      ), grown as (
        select account_id, left(code, (
          select max(n) + 1 from generate_series(0, ${MOST_LETTERS - 1}::int) n
          where left(code, n) = left(before, n) or left(code, n) = left(after, n))) as letters
        from neighbours
      )
      select account_id as person_id, 'p-' || coalesce(grown.letters, start.start) as alias
      from start left join grown using (account_id)
      where grown.account_id is not null or account_id in (${accounts})`,
  )
  await rows(
    tx,
    'lengthen aliases',
    sql`update person p set alias = n.alias from new_alias n
      where p.tenant_id = 1 and p.person_id = n.person_id and p.alias <> n.alias`,
  )
}
