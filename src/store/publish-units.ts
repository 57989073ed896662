import { sql } from 'drizzle-orm'

import { type Node, unitTree } from '#core/privacy/units.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { rows } from './rows.ts'

/** Every unit, with the one above it. */
export async function unitsOf(
  db: Db,
): Promise<readonly { readonly id: number; readonly parent: number | null }[]> {
  return await rows(
    db,
    'units to publish',
    sql`
      select u.unit_id::int as id, above.unit_id::int as parent
      from org_unit u
      left join org_unit above on above.tenant_id = u.tenant_id and above.level = u.level - 1
        and u.path like replace(replace(above.path, '%', '\\%'), '_', '\\_') || '/%'
      where u.tenant_id = ${TENANT} order by 1`,
  )
}

/** The units anyone is in during a period, by directory or by use. */
export async function treeOf(db: Db, { from, to }: Period): Promise<Node> {
  const populated = await rows<{ readonly unit: number }>(
    db,
    'populated units',
    sql`
      select unit_id::int as unit from membership
      where tenant_id = ${TENANT} and valid_from <= ${to}::date and valid_to >= ${from}::date
      union
      select unit_id::int from rollup_unit_day
      where tenant_id = ${TENANT} and day between ${from}::date and ${to}::date`,
  )
  return unitTree(await unitsOf(db), new Set(populated.map(({ unit }) => unit)))
}
