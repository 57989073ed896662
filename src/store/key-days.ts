import { sql } from 'drizzle-orm'

import type { KeyDay } from '#core/alert/shared-key.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'

/** The days since an instant (epoch milliseconds) on which a key was used by two people or from two networks. */
export const sharedKeys = (db: Db, since: number, zone: string): Promise<readonly KeyDay[]> =>
  packed<KeyDay>(
    db,
    'find shared keys',
    sql`
      with uses as (
        select e.key_id, e.tool_id, (e.at at time zone ${zone})::date as day, e.at, e.actor_id, e.network, e.place,
          ap.person_id, p.alias
        from governance_event e
        left join account_person ap on ap.tenant_id = ${TENANT} and ap.account_id = e.actor_id
          and (e.at at time zone ${zone})::date between ap.valid_from and ap.valid_to
        left join person p on p.tenant_id = ${TENANT} and p.person_id = ap.person_id
        where e.tenant_id = ${TENANT} and e.key_id <> 0
          and e.at >= ${new Date(since).toISOString()}::timestamptz
      ), days as (
        select key_id, min(tool_id) as tool_id, day, max(at) as at,
          -- On an endpoint that is not ours a network that is known is ours: else it would be another address.
          count(distinct case when place = 'ours' or (place = 'other endpoint' and network is not null)
            then 'ours'::text else encode(network, 'hex') end) as networks
        from uses group by key_id, day
      ), people as (
        select key_id, day, json_agg(json_build_object('account', account, 'name', alias) order by account) as people
        from (select key_id, day, min(actor_id) as account, min(alias) as alias from uses
          where person_id is not null group by key_id, day, person_id) one
        group by key_id, day
      )
      select json_build_object('account', d.key_id, 'name', sa.label) as key, t.name as tool,
        d.day::text as day, coalesce(w.people, '[]') as people, d.networks::int as networks,
        (extract(epoch from d.at) * 1000)::bigint as at
      from days d
      left join people w on w.key_id = d.key_id and w.day = d.day
      left join tool t on t.tenant_id = ${TENANT} and t.id = d.tool_id
      left join service_account sa on sa.tenant_id = ${TENANT} and sa.account_id = d.key_id
      where d.networks > 1 or json_array_length(w.people) > 1
      order by d.day, d.key_id`,
  )
