import { type SQL, sql } from 'drizzle-orm'

/**
 * From where an entry's key was used, where that is nobody's whereabouts: of what a person did, only that the
 * endpoint was not ours. Rules on keys still look at all of it.
 */
export const toldPlace = (entry: 'e' | 'g'): SQL =>
  sql.raw(`case when ${entry}.place = 'other endpoint' or ${entry}.actor_id = 0
    or exists (select from service_account nobody where nobody.tenant_id = ${entry}.tenant_id
      and nobody.account_id = ${entry}.actor_id) then ${entry}.place end`)
