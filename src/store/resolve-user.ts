import { type SQL, sql } from 'drizzle-orm'

import { nearest } from '#core/command/nearest.ts'
import { hashesOf } from '#core/privacy/two-keys.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { type Found, SUGGESTIONS } from './resolve-name.ts'
import { rows } from './rows.ts'

/** Hex of the keyed hash under which sources know a person; of both, while the key is being changed. */
export type Pseudonym = (identifier: string) => string

/** The hashes as a query of one bytea column. */
export const anyOf = (hash: string): SQL =>
  sql`select decode(one, 'hex') from unnest(${sql.param(hashesOf(hash))}::text[]) one`

type Person = { readonly id: number; readonly alias: string; readonly rank: number }

/**
 * A person by alias, by what a source calls them, else by the start of their alias. What is
 * suggested is aliases, and only to who types one: an address must not fish for others.
 */
export async function resolveUser(db: Db, value: string, pseudonym: Pseudonym): Promise<Found> {
  const typed = value.trim().toLowerCase()
  const isAlias = /^p-[a-z2-7]+$/.test(typed)
  const start = isAlias ? typed : null
  const people = await rows<Person>(
    db,
    'find a person',
    sql`
      select person_id::int as id, alias, min(rank)::int as rank from (
        select person_id, alias, 0 as rank from person
        where tenant_id = ${TENANT} and alias = ${typed}
        union all
        select person_id, alias, 1 from person
        join account_person using (tenant_id, person_id)
        join account using (tenant_id, account_id)
        where tenant_id = ${TENANT} and pseudonym in (${anyOf(pseudonym(value))})
        union all
        (select person_id, alias, 2 from person
        where tenant_id = ${TENANT} and starts_with(alias, ${start}::text) limit 50)
      ) candidate
      group by person_id, alias order by rank, alias`,
  )
  const best = people.filter(({ rank }) => rank === people[0]?.rank)
  const [first] = best
  // An identifier may have been several people over time; they are one to who types it.
  if (first && (best.length === 1 || first.rank === 1)) {
    return { ids: best.map(({ id }) => id), labels: best.map(({ alias }) => alias) }
  }
  if (first) {
    const aliases = best.map(({ alias }) => alias)
    return { why: 'ambiguous', suggestions: aliases.slice(0, SUGGESTIONS) }
  }
  return { why: 'unknown', suggestions: isAlias ? await alike(db, typed) : [] }
}

/** Aliases that begin like this one and differ later. */
async function alike(db: Db, alias: string): Promise<readonly string[]> {
  const found = await rows<{ readonly alias: string }>(
    db,
    'find similar aliases',
    sql`
      select alias from person
      where tenant_id = ${TENANT} and starts_with(alias, ${alias.slice(0, 4)})
      order by alias limit 200`,
  )
  return nearest(
    alias,
    found.map(({ alias }) => alias),
    SUGGESTIONS,
  )
}
