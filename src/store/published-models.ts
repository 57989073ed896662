import { sql } from 'drizzle-orm'

import { TENANT } from './measure-sql.ts'

/**
 * Models that a published number is of as it is told now. What few people use may be called after one of
 * them: such a name is told to nobody, nor whether there is one that somebody guesses.
 */
export const PUBLISHED_MODELS = sql`(
  select * from model where tenant_id = ${TENANT}
    and exists (select from published_cell c
      join published_month m using (tenant_id, month, metric, version)
      where tenant_id = ${TENANT} and c.split = 'model' and c.key = model.id)) as model`
