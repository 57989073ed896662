import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { SUMMED } from './publish-uses.ts'
import { rows } from './rows.ts'

/**
 * What published cells were added up from no longer names a person. Their use stays in the totals, as
 * nobody's: a total that changed by it would tell what it was. Gives how many rows there were.
 */
export async function forgetInBasis(tx: Db, personId: number): Promise<number> {
  const columns = sql.raw(SUMMED.join(', '))
  const gone = await rows<{ n: number }>(
    tx,
    'forget in published basis',
    sql`
      with gone as (
        delete from published_basis where tenant_id = ${TENANT} and person_id = ${personId}::int
        returning *
      ), kept as (
      insert into published_basis
        (version, day, unit_id, person_id, tool_id, model_id, feature_id, ${columns})
      select version, day, unit_id, 0, tool_id, model_id, feature_id, ${columns} from gone
      on conflict on constraint published_basis_pk do update set ${sql.raw(
        SUMMED.map(
          (metric) =>
            `${metric} = coalesce(published_basis.${metric} + excluded.${metric}, published_basis.${metric}, excluded.${metric})`,
        ).join(', '),
      )}
      )
      select count(*)::int as n from gone`,
  )
  return gone[0]?.n ?? 0
}
