import { type SQL, sql } from 'drizzle-orm'

import { presentOf, previousOf } from '#core/privacy/two-keys.ts'
import type { Db } from '#db/db.ts'

import { renewAliases } from './accounts.ts'
import { rows } from './rows.ts'

/** Hashes that came under both keys, each once. */
export type Pairs = {
  /** Notes the pair, and returns the hash under the present key. */
  take(hash: string): string
  readonly size: number
  /** As a query of the columns `present` and `previous`, both bytea. */
  query(): SQL
  clear(): void
}

export function newPairs(): Pairs {
  const met = new Map<string, string>()
  return {
    take(hash) {
      const previous = previousOf(hash)
      const present = presentOf(hash)
      if (previous !== null) met.set(present, previous)
      return present
    },
    get size() {
      return met.size
    },
    query: () =>
      sql`(select decode(value->>0, 'hex') as present, decode(value->>1, 'hex') as previous
        from jsonb_array_elements(${JSON.stringify([...met])}::text::jsonb))`,
    clear: () => met.clear(),
  }
}

/**
 * Whoever is known under the key before is known under the present one from now on: the same account
 * and the same person, by another alias; who is forgotten stays forgotten.
 */
export async function rekeyPeople(tx: Db, pairs: SQL): Promise<void> {
  await rows(tx, 'forget pairs', sql`drop table if exists given_pair, rekeyed`)
  await rows(
    tx,
    'pairs of hashes',
    sql`create temp table given_pair on commit drop as
      select distinct present, previous from ${pairs} given`,
  )
  await rows(
    tx,
    'accounts seen again',
    sql`create temp table rekeyed on commit drop as
      select a.account_id, g.present from given_pair g
      join account a on a.tenant_id = 1 and a.key_version = 0 and a.pseudonym = g.previous
      where not exists (select from account o where o.tenant_id = 1 and o.key_version = 1
        and o.pseudonym = g.present)`,
  )
  await rows(
    tx,
    'tombstones seen again',
    sql`update forgotten f set key_version = 1, tombstone = sha256(g.present) from given_pair g
      where f.tenant_id = 1 and f.key_version = 0 and f.tombstone = sha256(g.previous)
        and not exists (select from forgotten o where o.tenant_id = 1 and o.key_version = 1
          and o.tombstone = sha256(g.present))`,
  )
  for (const table of ['membership', 'directory_said'])
    await rows(
      tx,
      'managers seen again',
      sql`update ${sql.identifier(table)} t set manager = encode(g.present, 'hex')
        from given_pair g where t.tenant_id = 1 and t.manager = encode(g.previous, 'hex')`,
    )
  const changed = await rows(
    tx,
    'new hashes',
    sql`update account a set key_version = 1, pseudonym = r.present from rekeyed r
      where a.tenant_id = 1 and a.account_id = r.account_id returning 1 as one`,
  )
  if (changed.length > 0) await renewAliases(tx, sql`select account_id from rekeyed`)
}

/** Who is typed by name is seen again, too. */
export async function seeAgain(tx: Db, hash: string): Promise<void> {
  const pairs = newPairs()
  pairs.take(hash)
  if (pairs.size > 0) await rekeyPeople(tx, pairs.query())
}

export async function rekeyAssets(tx: Db, pairs: SQL): Promise<void> {
  await rows(
    tx,
    'assets seen again',
    sql`update asset a set key_version = 1, pseudonym = g.present from ${pairs} g
      where a.tenant_id = 1 and a.key_version = 0 and a.pseudonym = g.previous`,
  )
}

/** Entries of audit logs, by their ids. */
export async function rekeyGovernance(tx: Db, pairs: SQL): Promise<void> {
  await rows(
    tx,
    'entries seen again',
    sql`update governance_event e set key_version = 1, event_id = substring(g.present for 16)
      from ${pairs} g
      where e.tenant_id = 1 and e.key_version = 0 and e.event_id = substring(g.previous for 16)`,
  )
}
