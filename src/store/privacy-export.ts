import { type SQL, sql } from 'drizzle-orm'

import type { PersonRows } from '#books.ts'
import type { Db } from '#db/db.ts'
import { inventory } from '#db/inventory.ts'

import type { Pseudonym } from './resolve-user.ts'
import { rows } from './rows.ts'
import { findTheirs } from './theirs.ts'

const PEOPLE = sql.raw('(table their_person)')
const wholly = (column: string) =>
  sql.raw(`t.${column} in (select account_id from their_account where whole)`)

/** How a row is known to be somebody's, by the column that says so. */
const WHOSE: Readonly<Record<string, (dated: boolean) => SQL>> = {
  person_id: () => sql`t.person_id in ${PEOPLE}`,
  account_id: (dated) =>
    dated
      ? sql`exists (select from their_account a where a.account_id = t.account_id and t.day <@ a.days)`
      : wholly('account_id'),
  alias_id: () => wholly('alias_id'),
  actor_id: () => wholly('actor_id'),
  target_id: () => wholly('target_id'),
  people: () => sql`t.people && array(select person_id from their_person)`,
  bits: () =>
    sql`exists (select from their_person p where p.person_id < length(t.bits)
      and get_bit(t.bits, p.person_id) = 1)`,
}

/** A row about several people: only that this one is among them is theirs. */
const SHARED: ReadonlySet<string> = new Set(['people', 'bits'])

type Held = { readonly table: string; readonly of: SQL; readonly shared: readonly string[] }

/** Every table that has rows of measured people, and which of its rows are of those in question. */
export function held(): readonly Held[] {
  const all = Map.groupBy(inventory(), ({ table }) => table)
  return [...all].flatMap(([table, facts]) => {
    if (facts.every(({ whose }) => whose !== 'measured person')) return []
    // A number of people names none.
    const columns = facts.flatMap((of) => (of.class === 'number' ? [] : [of.column]))
    const dated = columns.includes('day')
    // A derived row names the person; the account beside it may be somebody else's on other days.
    const by = columns.includes('person_id')
      ? ['person_id']
      : columns.filter((column) => column in WHOSE)
    const conditions = by.flatMap((column) => WHOSE[column]?.(dated) ?? [])
    if (conditions.length === 0) return []
    const shared = columns.filter((column) => SHARED.has(column))
    return [{ table, of: sql.join(conditions, sql` or `), shared }]
  })
}

/** Everything there is of a person, by table. */
export function exportPerson(db: Db, name: string, pseudonym: Pseudonym): Promise<PersonRows> {
  return db.transaction(async (tx) => {
    await findTheirs(tx, name, pseudonym)
    const tables: Record<string, readonly unknown[]> = {}
    for (const { table, of, shared } of held()) {
      const without = sql.raw(shared.map((column) => ` - '${column}'`).join(''))
      const found = await rows<{ row: unknown }>(
        tx,
        'rows of a person',
        sql`select to_jsonb(t) - 'tenant_id' ${without} as row
          from ${sql.identifier(table)} t where ${of} order by 1`,
      )
      if (found.length > 0) tables[table] = found.map(({ row }) => row)
    }
    const names = await rows<{ kind: string; id: number; name: string }>(
      tx,
      'names of numbers',
      sql`select 'tool' as kind, id::int as id, name from tool
        union all select 'model', id, name from model
        union all select 'feature', id, name from feature
        union all select 'source', id, name from source
        union all select 'unit', unit_id, path from org_unit
          where unit_id in (select unit_id from membership where person_id in ${PEOPLE})
        order by 1, 2`,
    )
    return { tables, names }
  })
}
