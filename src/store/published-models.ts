import { sql } from 'drizzle-orm'

import { TENANT } from './measure-sql.ts'

/** Models that a published number is of: what few people use may be called after one of them. */
export const publishedModels = sql`(
  select * from model where tenant_id = ${TENANT} and id in (
    select key from published_cell where tenant_id = ${TENANT} and split = 'model')) as model`
