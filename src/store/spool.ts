import { type SQL, sql } from 'drizzle-orm'

import type { Pulled } from '#collect.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import type { Db } from '#db/db.ts'

import { newPairs, rekeyGovernance, rekeyPeople } from './rekey.ts'
import { rows } from './rows.ts'

/** Rows held in memory before they move to the temporary table. */
const MOST = 5_000

const TWO_HASHES = /^[0-9a-f]{128}$/

type SpoolKind = 'bill' | 'governance' | 'groups' | 'logins' | 'periods' | 'services'
type SpoolRow = NonNullable<Pulled[SpoolKind]>[number]

/** Rows of a pull that need no stage of their own, in a temporary table as documents. */
export type Spool = {
  add(kind: SpoolKind, rows: readonly SpoolRow[]): Promise<void>
  flush(): Promise<void>
  /** The rows of a kind in the order they came (`n`), as a table of these columns. */
  read(kind: SpoolKind, columns: string): SQL
  count(kind: SpoolKind): number
  /** Before many rows are joined: what was just written has no statistics. */
  analyse(tx: Db): Promise<void>
  /** Before rows that came under two keys are stored: what is stored is known under the present one. */
  rekey(tx: Db): Promise<void>
  /** For the next page. */
  clear(): Promise<void>
  drop(): Promise<void>
}

let spools = 0

export async function openSpool(db: Db): Promise<Spool> {
  spools += 1
  const table = sql.identifier(`spool_${spools}`)
  let waiting: { kind: SpoolKind; row: SpoolRow }[] = []
  let counts: Partial<Record<SpoolKind, number>> = {}
  const people = newPairs()
  const entries = newPairs()
  await rows(
    db,
    'make spool',
    sql`create temp table ${table} (n bigint generated always as identity, kind text, row jsonb)`,
  )
  const flush = async () => {
    if (waiting.length === 0) return
    const document = JSON.stringify(waiting, (key, value: unknown) => {
      if (typeof value === 'bigint') return value.toString()
      if (typeof value !== 'string' || !TWO_HASHES.test(value)) return value
      switch (key) {
        case 'object':
        case 'network':
          return presentOf(value)
        case 'reference':
          // A vendor's own, however it looks.
          return value
        case 'id':
          return entries.take(value)
        default:
          return people.take(value)
      }
    })
    waiting = []
    await rows(
      db,
      'spool rows',
      sql`insert into ${table} (kind, row) select value->>'kind', value->'row'
        from jsonb_array_elements(${document}::text::jsonb) with ordinality as given(value, at)
        order by at`,
    )
  }
  return {
    async add(kind, given) {
      for (const row of given) {
        waiting.push({ kind, row })
        if (waiting.length >= MOST) await flush()
      }
      counts[kind] = (counts[kind] ?? 0) + given.length
    },
    flush,
    read: (kind, columns) =>
      sql`(select s.n, g.* from ${table} s, jsonb_to_record(s.row) as g(${sql.raw(columns)})
        where s.kind = ${kind})`,
    count: (kind) => counts[kind] ?? 0,
    async analyse(tx) {
      await rows(tx, 'analyse spool', sql`analyze ${table}`)
    },
    async rekey(tx) {
      if (people.size > 0) await rekeyPeople(tx, people.query())
      if (entries.size > 0) await rekeyGovernance(tx, entries.query())
    },
    async clear() {
      counts = {}
      people.clear()
      entries.clear()
      await rows(db, 'empty spool', sql`truncate ${table}`)
    },
    async drop() {
      await rows(db, 'drop spool', sql`drop table if exists ${table}`)
    },
  }
}
