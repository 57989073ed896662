import { sql } from 'drizzle-orm'

import type { PeopleLink, Unmatched, UseMove } from '#books.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'
import { billed, SPENT, WITH_BILL } from './spent.ts'

const COUNTS = sql`coalesce(sum(f.requests), 0)::text as requests,
  coalesce(sum(f.messages), 0)::text as messages, coalesce(${SPENT}, 0)::text as micros`

type Text<Row> = Omit<Row, 'requests' | 'messages' | 'micros'> & {
  readonly requests: string
  readonly messages: string
  readonly micros: string
}

const counts = ({ requests, messages, micros }: Text<object>) => ({
  requests: Number(requests),
  messages: Number(messages),
  micros: BigInt(micros),
})

/** Accounts that use AI without a unit on the day, those that cost most first. */
export async function unmatchedAccounts(db: Db): Promise<readonly Unmatched[]> {
  const found = await rows<Text<Unmatched>>(
    db,
    'accounts without a unit',
    sql`with ${billed()}
      select p.alias, array_agg(distinct t.name) as tools, array_agg(distinct s.name) as sources,
        ${COUNTS}, max(f.day)::text as "lastDay"
      from usage_daily f ${WITH_BILL}
      join person p on p.tenant_id = 1 and p.person_id = f.account_id
      join tool t on t.tenant_id = 1 and t.id = f.tool_id
      join source s on s.tenant_id = 1 and s.id = f.source_id
      where f.tenant_id = 1 and f.unit_id = 0 and f.person_id <> 0 and f.account_id <> 0
      group by p.alias
      order by ${SPENT} desc, sum(f.requests) desc nulls last, p.alias`,
  )
  return found.map((row) => ({ ...row, ...counts(row) }))
}

/** Joins that wait for an admin, or those that admins decided. */
export async function links(db: Db, kind: 'doubtful' | 'decided'): Promise<readonly PeopleLink[]> {
  const wanted =
    kind === 'decided'
      ? sql`k.state in ('confirmed', 'refused')`
      : sql`k.state = 'doubtful' and not exists (select from account_link d where d.tenant_id = 1
          and d.state in ('confirmed', 'refused') and d.ended_at is null
          and least(d.account_id, d.alias_id) = least(k.account_id, k.alias_id)
          and greatest(d.account_id, d.alias_id) = greatest(k.account_id, k.alias_id))`
  const found = await rows<Text<PeopleLink> & { readonly since: Day }>(
    db,
    'joins of people',
    sql`with ${billed()}, used as (
        select f.account_id, ${COUNTS}, max(f.day)::text as last from usage_daily f ${WITH_BILL}
        where f.tenant_id = 1 and f.account_id in (
          select alias_id from account_link where tenant_id = 1 and ended_at is null)
        group by 1
      )
      select k.link_id as link, p.alias as person, l.alias as login, k.state, k.by,
        (k.at at time zone 'UTC')::date::text as since, k.valid_from::text as "from",
        k.valid_to::text as "to", coalesce(u.requests, '0') as requests,
        coalesce(u.messages, '0') as messages, coalesce(u.micros, '0') as micros, u.last as "lastDay"
      from account_link k
      join person p on p.tenant_id = 1 and p.person_id = k.account_id
      join person l on l.tenant_id = 1 and l.person_id = k.alias_id
      left join used u on u.account_id = k.alias_id
      where k.tenant_id = 1 and k.ended_at is null and ${wanted}
      order by coalesce(u.micros, '0')::bigint desc, k.link_id`,
  )
  return found.map(({ messages, ...row }) => {
    const { requests, micros } = counts({ ...row, messages })
    return { ...row, requests, micros }
  })
}

/**
 * The use of `changed_link`, from the units it counts in to those it will: what was rebuilt last against
 * the joins and homes as they are now.
 */
export async function movedUse(tx: Db): Promise<readonly UseMove[]> {
  const found = await rows<Text<UseMove>>(
    tx,
    'what moves',
    sql`with ${billed()}
      select o.path as "from", n.path as "to", ${COUNTS}, count(distinct f.day)::int as days
      from usage_daily f ${WITH_BILL}
      left join account_person ap on ap.tenant_id = 1 and ap.account_id = f.account_id
        and f.day between ap.valid_from and ap.valid_to
      left join membership m on m.tenant_id = 1 and m.person_id = ap.person_id
        and f.day between m.valid_from and m.valid_to
      left join org_unit o on o.tenant_id = 1 and o.unit_id = f.unit_id
      left join org_unit n on n.tenant_id = 1 and n.unit_id = m.unit_id
      where f.tenant_id = 1 and exists (select from changed_link c
        where c.account_id = f.account_id and f.day <@ c.days)
      group by 1, 2 order by 1 nulls first, 2 nulls first`,
  )
  return found.map((row) => ({ ...row, ...counts(row) }))
}
