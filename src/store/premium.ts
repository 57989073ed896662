import { sql } from 'drizzle-orm'

import { premiumDays } from '#core/model/premium.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import type { Named } from './resolve-name.ts'
import { rows } from './rows.ts'

/** Whether a row `f` is of a model that was premium on its day, as SQL: ids and days, no names. */
export async function premiumCondition(db: Db): Promise<string> {
  const models = await rows<Named>(
    db,
    'models',
    sql`select id::int, name from model where tenant_id = ${TENANT}`,
  )
  const each = models.flatMap(({ id, name }) =>
    premiumDays(name).map(({ from, to }) => ({
      id,
      days: `'${from}' and '${to ?? '9999-12-31'}'`,
    })),
  )
  const alike = [...Map.groupBy(each, ({ days }) => days)].map(
    ([days, of]) =>
      `(f.day between ${days} and f.model_id = any('{${of.map(({ id }) => id).join(',')}}'))`,
  )
  return alike.length > 0 ? `(${alike.join(' or ')})` : 'false'
}
