import { sql } from 'drizzle-orm'

import type { NamesLike } from '#core/home/home.ts'
import type { Db } from '#db/db.ts'

import { ASSETS } from './agent-columns.ts'
import { TENANT } from './measure-sql.ts'
import { PUBLISHED_MODELS } from './published-models.ts'
import { rows } from './rows.ts'

/** Names as someone types them: those that begin so before those that hold it. */
export function namesLike(db: Db): NamesLike {
  const names = async (what: string, query: ReturnType<typeof sql>) =>
    (await rows<{ readonly name: string }>(db, what, query)).map(({ name }) => name)
  return {
    team: ({ typed, within, most }) => {
      const own = within ? sql`${sql.param(within)}::text[]` : sql`null::text[]`
      return names(
        'type ahead: teams',
        sql`select path as name from org_unit
          where tenant_id = ${TENANT} and position(lower(${typed}::text) in lower(path)) > 0
            and (${own} is null or exists (
              select from unnest(${own}) top where path = top or starts_with(path, top || '/')))
          order by starts_with(lower(name), lower(${typed}::text)) desc, level, path
          limit ${most}`,
      )
    },
    model: ({ typed, most, published }) =>
      names(
        'type ahead: models',
        sql`select name from ${published ? PUBLISHED_MODELS : sql`model`}
          where tenant_id = ${TENANT} and position(lower(${typed}::text) in lower(name)) > 0
          order by starts_with(lower(name), lower(${typed}::text)) desc, name limit ${most}`,
      ),
    asset: ({ typed, most }) =>
      names(
        'type ahead: assets',
        sql`select called as name from ${ASSETS}
          where tenant_id = ${TENANT} and (position(lower(${typed}::text) in lower(called)) > 0
            or position(lower(${typed}::text) in code) > 0)
          order by 1 limit ${most}`,
      ),
    user: ({ typed, most }) =>
      names(
        'type ahead: people',
        sql`select alias as name from person
          where tenant_id = ${TENANT} and erased_at is null
            and starts_with(alias, lower(${typed}::text))
          order by alias limit ${most}`,
      ),
  }
}
