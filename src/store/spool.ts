import { type SQL, sql } from 'drizzle-orm'

import type { Pulled } from '#collect.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** Rows held in memory before they move to the temporary table. */
const MOST = 5_000

type SpoolKind = 'bill' | 'governance' | 'logins' | 'periods' | 'services'
type SpoolRow = NonNullable<Pulled[SpoolKind]>[number]

/** Rows of a pull that need no stage of their own, in a temporary table as documents. */
export type Spool = {
  add(kind: SpoolKind, rows: readonly SpoolRow[]): Promise<void>
  flush(): Promise<void>
  /** The rows of a kind in the order they came (`n`), as a table of these columns. */
  read(kind: SpoolKind, columns: string): SQL
  count(kind: SpoolKind): number
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
  await rows(
    db,
    'make spool',
    sql`create temp table ${table} (n bigint generated always as identity, kind text, row jsonb)`,
  )
  const flush = async () => {
    if (waiting.length === 0) return
    const document = JSON.stringify(waiting, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
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
    async clear() {
      counts = {}
      await rows(db, 'empty spool', sql`truncate ${table}`)
    },
    async drop() {
      await rows(db, 'drop spool', sql`drop table if exists ${table}`)
    },
  }
}
