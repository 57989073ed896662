import { sql } from 'drizzle-orm'

import { decidePeople, type Present } from '#core/privacy/people.ts'
import type { Rule } from '#core/privacy/rule.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { decided } from './publish-cells.ts'
import { treeOf } from './publish-units.ts'
import { packed, rows } from './rows.ts'

/** Counts the distinct people of a closed week or month, once and for all. */
export async function publishPeople(tx: Db, period: Period, rule: Rule): Promise<void> {
  const cells = decidePeople(await treeOf(tx, period), await presentIn(tx, period), rule)
  const told = cells.flatMap(({ node, people }) =>
    node ? [{ unit: node.unit, own: node.own, people }] : [],
  )
  await rows(
    tx,
    'publish people',
    sql`
      insert into published_people (first_day, last_day, unit_id, own, people)
      select ${period.from}::date, ${period.to}::date, unit, own, people
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as told (unit int, own boolean, people int)`,
  )
  await decided(tx, 'people', period)
}

/** Everyone of the directory on the last day, and everyone who used anything, where they sat last. */
async function presentIn(db: Db, { from, to }: Period): Promise<readonly Present[]> {
  const found = await packed<{
    person: number
    unit: number
    messages: number
    sessions: number
    active: boolean
  }>(
    db,
    'people to publish',
    sql`
      with used as (
        select person_id as person, (array_agg(unit_id order by day desc, unit_id))[1] as unit,
          bool_or(active) as active, coalesce(sum(messages), 0)::float8 as messages,
          coalesce(sum(sessions), 0)::float8 as sessions
        from usage_daily f
        where tenant_id = ${TENANT} and person_id <> 0 and day between ${from}::date and ${to}::date
          and exists (select from covered_day c
            where c.tenant_id = ${TENANT} and c.tool_id = f.tool_id and c.day = f.day)
        group by 1
      ), sits as (
        select person_id as person, unit_id as unit from membership
        where tenant_id = ${TENANT} and ${to}::date between valid_from and valid_to
      )
      select person, coalesce(used.unit, sits.unit) as unit, coalesce(active, false) as active,
        coalesce(messages, 0) as messages, coalesce(sessions, 0) as sessions
      from used full join sits using (person)
      where coalesce(used.unit, sits.unit) is not null`,
  )
  return found.map(({ person, unit, active, messages, sessions }) => ({
    person,
    unit,
    active,
    counts: [messages, sessions],
  }))
}
