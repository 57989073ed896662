import { type SQL, sql } from 'drizzle-orm'

import { QUARTILE_WEEKS, type TakenLimits } from '#core/quartile/limits.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { ACTIONS, type Asked, reachOf, weekOf } from './levels.ts'
import { rows } from './rows.ts'

/** Whether a question is about quartile levels of a tool. */
export const isOfQuartiles = ({
  scope,
  by,
  also,
}: Pick<Question, 'scope' | 'by' | 'also'>): boolean =>
  scope.ids.quartile !== undefined || by === 'quartile' || also === 'quartile'

/**
 * For rows `f` what whose use they are did in that tool, `q`, and the tool's limits, `i`; nothing where it
 * is not asked for. Limits are joined last: a plan that took them for one row would look at all use again
 * for each row.
 */
export function withQuartiles(question: Asked): SQL {
  if (!isOfQuartiles(question)) return sql``
  return sql`left join (with quartile as materialized (${did(question)}) select * from quartile) q
      on q.person_id = f.person_id and q.tool_id = f.tool_id and q.week = ${weekOf(sql`f.day`, question)}
    left join (select l.*, k.known from (${IN_FORCE}) l join (
        select tool_id, date_trunc('week', min(day) + 6)::date as known
        from covered_day where tenant_id = 1 and activity group by 1) k on k.tool_id = l.tool_id) i
      on i.tool_id = f.tool_id`
}

/** The limits in force: of each tool those taken last. */
const IN_FORCE = sql`
  select distinct on (tool_id) tool_id, light, moderate, heavy, taken_day, from_day, to_day
  from quartile_limit where tenant_id = 1 order by tool_id, limit_id desc`

/** Of these tools the limits in force, by name. */
export async function limitsInForce(
  db: Db,
  tools?: readonly string[],
): Promise<readonly TakenLimits[]> {
  const among = tools ? sql`where t.name = any(${sql.param([...tools])}::text[])` : sql``
  return await rows<TakenLimits>(
    db,
    'limits in force',
    sql`
      select t.name as tool, l.light::int as light, l.moderate::int as moderate,
        l.heavy::int as heavy, l.taken_day::text as "on", l.from_day::text as "from",
        l.to_day::text as "to"
      from (${IN_FORCE}) l join tool t on t.tenant_id = 1 and t.id = l.tool_id ${among}
      order by 1`,
  )
}

const WEEKS_BACK = 7 * (QUARTILE_WEEKS - 1)

/** Of each person, tool and week of both periods what was done in the weeks that end with it. */
function did(question: Asked): SQL {
  const { running, reach, ofTeam = sql`` } = reachOf(question, QUARTILE_WEEKS)
  const { user, tool } = question.scope.ids
  const ofUser = user ? sql`and u.person_id = any(${sql.param([...user])}::int[])` : sql``
  const ofTool = tool ? sql`and u.tool_id = any(${sql.param([...tool])}::int[])` : sql``
  return sql`
    select person_id, tool_id, week,
      sum(actions) over (partition by person_id, tool_id order by week
        range between ${sql.raw(`interval '${WEEKS_BACK} days'`)} preceding and current row) as actions
    from (
      select u.person_id, u.tool_id, ${weekOf(sql`u.day`, question)} as week,
        coalesce(sum(${ACTIONS}) filter (where u.day < ${running}::date), 0) as actions
      from usage_daily u
      where u.tenant_id = 1 and u.person_id <> 0 and ${reach} ${ofTeam} ${ofUser} ${ofTool}
      group by 1, 2, 3
    ) used`
}
