import { sql } from 'drizzle-orm'

import type { DisplayNames, KeptNames, NamedAccount } from '#books.ts'
import { UserError } from '#core/errors.ts'
import { presentOf, previousOf } from '#core/privacy/two-keys.ts'
import type { Db } from '#db/db.ts'

import { chain } from './audit.ts'
import { dryRunnable } from './directory.ts'
import { exclusive } from './exclusive.ts'
import { newPairs, rekeyPeople } from './rekey.ts'
import { rows } from './rows.ts'
import type { NameSeal } from './seal-name.ts'

/** What people are called, where the company wants that kept. The key of the seal is not in the store. */
export function displayNames(db: Db, seal: NameSeal): DisplayNames {
  return {
    async keep(given, options) {
      await refuseUnnamed(db)
      if (!options.dryRun) await seeListed(db, given)
      // No transaction sees a name: what it was given may stay in memory until the next.
      const sealed = sealedNames(given, await accountsOf(db, given), seal)
      return keep(db, sealed, { ...options, of: given.length })
    },
    of: async (aliases) => {
      if (aliases.length === 0 || !(await isNamed(db))) return new Map()
      return read(db, aliases, seal)
    },
  }
}

async function isNamed(db: Db): Promise<boolean> {
  const [found] = await rows<{ mode: string }>(
    db,
    'read privacy mode',
    sql`select policy->>'mode' as mode from policy_version
      where tenant_id = 1 order by version desc limit 1`,
  )
  return found?.mode === 'named'
}

async function refuseUnnamed(db: Db): Promise<void> {
  if (await isNamed(db)) return
  throw new UserError(
    "Names are not kept: the policy's mode is not named",
    'If your company wants them kept, write mode: named in policy.yml and apply it; that needs two people.',
  )
}

/** All of them go, and whoever is keeping some meanwhile has to look again whether they may. */
export async function destroyNames(tx: Db): Promise<void> {
  await takeTurns(tx)
  await rows(tx, 'destroy names', sql`delete from display_name where tenant_id = 1`)
}

const takeTurns = (tx: Db) =>
  rows(tx, 'names one at a time', sql`lock table display_name in exclusive mode`)

/** Whoever is listed under both keys is known under the present one from now on. */
async function seeListed(db: Db, given: readonly NamedAccount[]): Promise<void> {
  const pairs = newPairs()
  for (const { account } of given) pairs.take(account)
  if (pairs.size > 0)
    await exclusive(db, 'see who is listed', (tx) => rekeyPeople(tx, pairs.query()))
}

/** The accounts that the store knows, by their hash under the key that it knows them by. */
async function accountsOf(
  db: Db,
  given: readonly NamedAccount[],
): Promise<ReadonlyMap<string, number>> {
  const hashes = given.flatMap(({ account }) => {
    const previous = previousOf(account)
    return [[1, presentOf(account)], ...(previous === null ? [] : [[0, previous]])]
  })
  const known = await rows<{ account: number; pseudonym: string }>(
    db,
    'accounts with a name',
    sql`select account_id::int as account, encode(pseudonym, 'hex') as pseudonym from account
      where tenant_id = 1 and (key_version, pseudonym) in (
        select (value->>0)::int, decode(value->>1, 'hex')
        from jsonb_array_elements(${JSON.stringify(hashes)}::text::jsonb))`,
  )
  return new Map(known.map(({ account, pseudonym }) => [pseudonym, account]))
}

type Sealed = readonly (readonly [account: number, sealed: string])[]

const sealedNames = (
  given: readonly NamedAccount[],
  known: ReadonlyMap<string, number>,
  seal: NameSeal,
): Sealed =>
  given.flatMap(({ account: hash, name }) => {
    const account = known.get(presentOf(hash)) ?? known.get(previousOf(hash) ?? '')
    return account === undefined ? [] : [[account, seal.seal(name, account)] as const]
  })

type Keeping = Parameters<DisplayNames['keep']>[1] & { readonly of: number }

/** The list is all there is; whom the store does not know, or forgot meanwhile, it learns nothing of. */
const keep = (db: Db, sealed: Sealed, keeping: Keeping): Promise<KeptNames> =>
  dryRunnable(db, keeping.dryRun, async (tx) => {
    await takeTurns(tx)
    await refuseUnnamed(tx)
    const before = await rows(
      tx,
      'names before',
      sql`delete from display_name where tenant_id = 1 returning 1 as one`,
    )
    const kept = await write(tx, sealed)
    const done = {
      kept: kept.length,
      unknown: keeping.of - kept.length,
      before: before.length,
    }
    if (!keeping.dryRun) await chain(tx, keeping.row(done))
    return done
  })

/** Of accounts that are there, and that `where` leaves. */
const write = (tx: Db, sealed: Sealed, where = sql``) =>
  rows(
    tx,
    'write names',
    sql`insert into display_name (account_id, sealed)
      select a.account_id, decode(value->>1, 'hex')
      from jsonb_array_elements(${JSON.stringify(sealed)}::text::jsonb)
      join account a on a.tenant_id = 1 and a.account_id = (value->>0)::int
      ${where} returning 1 as one`,
  )

type Row = { readonly account: number; readonly sealed: string }

/** A person is called what their own account is, else what any login of theirs is. */
async function read(db: Db, aliases: readonly string[], seal: NameSeal) {
  const found = await rows<Row & { alias: string }>(
    db,
    'names of people',
    sql`select p.alias, n.account_id::int as account, encode(n.sealed, 'hex') as sealed
      from person p
      join account_person a on a.tenant_id = 1 and a.person_id = p.person_id
        and a.valid_to = '9999-12-31'
      join display_name n on n.tenant_id = 1 and n.account_id = a.account_id
      where p.tenant_id = 1 and p.alias in (
        select jsonb_array_elements_text(${JSON.stringify(aliases)}::text::jsonb))
      order by p.alias, n.account_id = p.person_id, n.account_id desc`,
  )
  return new Map(
    found.flatMap(({ alias, account, sealed }) => {
      const name = seal.open(sealed, account)
      return name === undefined ? [] : [[alias, name] as const]
    }),
  )
}

/** The rows of an export as their person reads them. */
export const inClear = (
  found: readonly unknown[],
  seal: NameSeal | undefined,
): readonly { readonly account_id: number; readonly name: string | null }[] =>
  (found as readonly { account_id: number; sealed: string }[]).map(({ account_id, sealed }) => ({
    account_id,
    name: seal?.open(sealed.replace(/^\\x/, ''), account_id) ?? null,
  }))

/**
 * At the end of a change of key: names of who was seen are sealed under the present key; all others go,
 * also what neither key opens. `unseen` is there still.
 */
export async function sealAgain(tx: Db, seal: NameSeal | undefined): Promise<void> {
  await takeTurns(tx)
  const found = await rows<Row>(
    tx,
    'names of who was seen',
    sql`delete from display_name n where tenant_id = 1
      returning account_id::int as account, encode(sealed, 'hex') as sealed`,
  )
  if (!seal || found.length === 0) return
  const sealed = found.flatMap(({ account, sealed: before }) => {
    const name = seal.open(before, account)
    return name === undefined ? [] : [[account, seal.seal(name, account)] as const]
  })
  await write(tx, sealed, sql`where a.account_id not in (select account_id from unseen)`)
}
