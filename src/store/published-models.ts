import { sql } from 'drizzle-orm'

import { TENANT } from './measure-sql.ts'

/**
 * Models that a published number is of as it is told now, and those that are asked for by their whole name: what few people
 * use may be called after one of them, and is named to nobody who does not know it.
 */
export const publishedModels = (typed: readonly string[] = []) => sql`(
  select * from model where tenant_id = ${TENANT} and (
    lower(name) = any(${sql.param(typed.map((name) => name.toLowerCase()))}::text[])
    or exists (select from published_cell c
      join published_month m using (tenant_id, month, metric, version)
      where tenant_id = ${TENANT} and c.split = 'model' and c.key = model.id))) as model`
