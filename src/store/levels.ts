import { type SQL, sql } from 'drizzle-orm'

import { levelId } from '#core/metric/level.ts'
import { FEWEST_WEEKS, LEVEL_WEEKS, POWER_ACTIONS, REGULAR } from '#core/signals/segment.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Question } from '#ports.ts'

/** Whether a question is about levels of use. */
export const isOfLevels = ({ scope, by, also }: Pick<Question, 'scope' | 'by' | 'also'>): boolean =>
  scope.ids.level !== undefined || by === 'level' || also === 'level'

export type Asked = Pick<Question, 'scope' | 'by' | 'also' | 'period' | 'previous' | 'today'>

/** For rows `f` the level `l` of whose use they are, on the row's day; nothing where levels are not asked for. */
export function withLevels(question: Asked): SQL {
  if (!isOfLevels(question)) return sql``
  // Reckoned once: a plan that expects few rows would reckon all of it again for each.
  return sql`left join (with level as materialized (${levels(question)}) select * from level) l
    on l.person_id = f.person_id and l.week = ${weekOf(sql`f.day`, question)}`
}

/** What a row of `usage_daily` counts of use; where a tool counts no messages, each active day is an action. */
export const ACTIONS = sql.raw('greatest(coalesce(messages, 0), active::int)')

/** Not a parameter: a case of nothing but parameters is text. */
const idOf = (name: Parameters<typeof levelId>[0]): SQL => sql.raw(String(levelId(name)))

/** Of whoever did nothing in weeks that are known. */
export const NON_USER = idOf('non-user')

/** The id of a level, of `weeks` known ones, `active_weeks` among them and `actions` in all. */
export const LEVEL = sql`case
  when weeks is null or weeks < ${FEWEST_WEEKS} then 0
  when active_weeks = 0 then ${NON_USER}
  when active_weeks * ${REGULAR.of} >= weeks * ${REGULAR.weeks} then
    case when actions >= weeks * ${POWER_ACTIONS} then ${idOf('power')} else ${idOf('habitual')} end
  when actions >= weeks then ${idOf('novice')} else ${idOf('low')} end`

/** The Monday of a day's week; while that is not over, of the one before. */
export const weekOf = (day: SQL, { today }: Pick<Asked, 'today'>): SQL =>
  sql`least(date_trunc('week', ${day})::date, ${addDays(monday(today), -7)}::date)`

/**
 * The days of rows `u` that levels of so many weeks are of, in both periods, and whose they are where teams
 * are asked about; `running` is the Monday of the week that is not over.
 */
export function reachOf(
  { period, previous, today, scope }: Asked,
  weeks: number,
): { readonly running: Day; readonly reach: SQL; readonly ofTeam: SQL | undefined } {
  const running = monday(today)
  const [first = period.from] = [period.from, previous.from].toSorted()
  const [last = period.to] = [period.to, previous.to].toSorted().toReversed()
  const began = [monday(first), addDays(running, -7)].toSorted()[0] ?? running
  // A level is of whole weeks, wherever in one the period ends.
  const over = addDays(monday(last), 6)
  const { team } = scope.ids
  return {
    running,
    reach: sql`u.day between ${addDays(began, -7 * (weeks - 1))}::date and ${over}::date`,
    // Of few people: theirs alone, wherever they were.
    ofTeam:
      team &&
      sql`and u.person_id = any(array(select distinct n.person_id from usage_daily n
        where n.tenant_id = 1 and n.unit_id = any(${sql.param([...team])}::int[])
          and n.day between ${first}::date and ${last}::date))`,
  }
}

/**
 * Of each person and each week of both periods the level, as `core/signals/segment.ts` tells it: by id.
 * What is done in the unfinished week is no use yet, nor is what came before the first known Monday.
 */
function levels(question: Asked): SQL {
  const { running, reach, ofTeam } = reachOf(question, LEVEL_WEEKS)
  const { user } = question.scope.ids
  const ofUser = user ? sql`and u.person_id = any(${sql.param([...user])}::int[])` : sql``
  const narrowed = ofTeam ?? ofUser
  return sql`
    select person_id, week, ${LEVEL} as level
    from (
      select person_id, week, least((week - known) / 7 + 1, ${LEVEL_WEEKS}) as weeks,
        count(*) filter (where actions > 0) over so_far as active_weeks,
        sum(actions) over so_far as actions
      from (
        select u.person_id, ${weekOf(sql`u.day`, question)} as week, k.known,
          coalesce(sum(${ACTIONS})
            filter (where u.day < ${running}::date and u.day >= k.known), 0) as actions
        from usage_daily u cross join (
          select date_trunc('week', min(day) + 6)::date as known
          from covered_day where tenant_id = 1 and activity) k
        where u.tenant_id = 1 and u.person_id <> 0 and ${reach} ${narrowed}
        group by 1, 2, 3
      ) used
      window so_far as (partition by person_id order by week
        range between ${sql.raw(`interval '${7 * (LEVEL_WEEKS - 1)} days'`)} preceding and current row)
    ) weekly`
}
