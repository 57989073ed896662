import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const KINDS = ['tool', 'model', 'feature', 'source'] as const
type Kind = (typeof KINDS)[number]

/** What a smallint can number. */
const MOST = 32_000

/** The names a stage has met, numbered from 1 in the order they came; 0 is none. */
export type Names = {
  number(kind: Kind, name: string | null): number
  all(kind: Kind): readonly string[]
}

export function newNames(): Names {
  const met: Record<Kind, Map<string, number>> = {
    tool: new Map(),
    model: new Map(),
    feature: new Map(),
    source: new Map(),
  }
  return {
    number(kind, name) {
      if (name === null) return 0
      const known = met[kind].get(name)
      if (known !== undefined) return known
      if (met[kind].size >= MOST) {
        throw new UserError(
          `The file names more than ${MOST} different ${kind}s`,
          `Check the column '${kind}': it should hold a name, not an id or a text.`,
        )
      }
      met[kind].set(name, met[kind].size + 1)
      return met[kind].size
    },
    all: (kind) => [...met[kind].keys()],
  }
}

/** Stored ids by the stage's numbers; -1 where the store does not know the name. */
export type Ids = Readonly<Record<Kind, readonly number[]>>

export async function findIds(db: Db, names: Names): Promise<Ids> {
  const found = await Promise.all(KINDS.map((kind) => idsOf(db, kind, names.all(kind))))
  const [tool = [], model = [], feature = [], source = []] = found
  return { tool, model, feature, source }
}

/** Names the store does not know are added, in the order of the alphabet. */
export async function addNames(tx: Db, names: Names): Promise<Ids> {
  for (const kind of KINDS) {
    const table = sql.identifier(kind)
    await rows(
      tx,
      `add ${kind}s`,
      sql`insert into ${table} (id, name)
        select (select coalesce(max(id), 0) from ${table} where tenant_id = 1)
          + row_number() over (order by name collate "C"), name
        from unnest(${sql.param(names.all(kind))}::text[]) as given(name)
        where not exists (
          select from ${table} known where known.tenant_id = 1 and known.name = given.name)`,
    )
  }
  return findIds(tx, names)
}

async function idsOf(db: Db, kind: Kind, names: readonly string[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    `find ${kind}s`,
    sql`select coalesce(known.id, -1)::int as id
      from unnest(${sql.param(names)}::text[]) with ordinality as given(name, n)
      left join ${sql.identifier(kind)} known on known.tenant_id = 1 and known.name = given.name
      order by n`,
  )
  return [0, ...found.map((row) => row.id)]
}

/** SQL that turns a stage's number into the stored id. */
export const idOf = (ids: readonly number[], column: string) =>
  sql`(${sql.param(ids)}::int[])[${sql.raw(column)} + 1]`
