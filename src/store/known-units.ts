import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import type { Unit } from './resolve-name.ts'
import { packed, rows } from './rows.ts'

type Known = { readonly version: string; readonly units: readonly Unit[] }

/** By the store they were read from: a process may have several open. */
const last = new WeakMap<Db, Known>()

/**
 * Every unit there is, by path. A large company has thousands, and a question about one of them takes
 * a third of its time to read them all: they are kept until a row of theirs is written.
 */
export async function knownUnits(db: Db): Promise<readonly Unit[]> {
  const [found] = await rows<Pick<Known, 'version'>>(
    db,
    'version of units',
    sql`select concat(count(*), ' ', max(unit_id), ' ', max(xmin::text::bigint)) as version
      from org_unit where tenant_id = ${TENANT}`,
  )
  const version = found?.version ?? ''
  const kept = last.get(db)
  if (kept?.version === version) return kept.units
  const units = await packed<Unit>(
    db,
    'units',
    sql`select unit_id::int as id, name, path from org_unit where tenant_id = ${TENANT} order by path`,
  )
  last.set(db, { version, units })
  return units
}

/** Those that were read last, whatever was written since. */
export const keptUnits = (db: Db): readonly Unit[] | undefined => last.get(db)?.units
