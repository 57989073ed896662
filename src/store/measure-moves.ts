import { sql } from 'drizzle-orm'

import { FEWEST_WEEKS, LEVEL_WEEKS } from '#core/signals/segment.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { ACTIONS, LEVEL, NON_USER } from './levels.ts'
import { askedRows, keysOf, TENANT } from './measure-sql.ts'
import { groupingOf, type Tallies, type Tally } from './person-metrics.ts'
import { packed, rows } from './rows.ts'

const WEEKS_BACK = 7 * (LEVEL_WEEKS - 1)

type Side = {
  readonly side: 0 | 1
  /** Whose use in scope is looked at. */
  readonly from: Day
  readonly to: Day
  /** The Mondays of the weeks with which the level ends, when the period begins and when it ends. */
  readonly began: Day
  readonly ended: Day
}

/** Both ends of both periods: a level is of whole weeks, and the unfinished one is none yet. */
function sidesOf({ period, previous, today }: Question): readonly [Side, Side] {
  const over = addDays(monday(today), -7)
  const weekOf = (day: Day) => [monday(day), over].toSorted()[0] ?? over
  const side = (at: 0 | 1): Side => {
    const { from, to } = at === 0 ? period : previous
    return {
      side: at,
      from: addDays(from, -7 * LEVEL_WEEKS),
      to,
      began: weekOf(addDays(from, -1)),
      ended: weekOf(to),
    }
  }
  return [side(0), side(1)]
}

/** How many people moved up and down between the levels of use, of each side and each group over it. */
export async function moves(
  db: Db,
  question: Question,
  unitDays: ((day: Day) => boolean) | undefined,
): Promise<Tallies> {
  const sides = sidesOf(question)
  const known = await knownWeeks(db, sides)
  const isTold = (side: Side) =>
    known.has(`${side.began} ${side.ended}`) && !unitDays?.(addDays(side.began, -WEEKS_BACK))
  const told = [isTold(sides[0]), isTold(sides[1])] as const
  const asked = sides.filter(({ side }) => told[side])
  if (asked.length === 0) return { found: [], told }
  const weeks = [...new Set(asked.flatMap(({ began, ended }) => [began, ended]))]
  const reach = asked.map(({ from, to }) => ({ from, to }))
  const [whole = reach[0], other = whole] = reach
  if (!whole || !other) return { found: [], told }
  const { whole: all, groups } = groupingOf(question)
  const found = await packed<Tally>(
    db,
    'moves between levels',
    sql`
      with s as (
        select * from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
          as s (side int, "from" date, "to" date, began date, ended date)
      ), used as (
        select distinct f.day, f.person_id, ${keysOf(question)}
        ${askedRows({ ...question, period: whole, previous: other }, 'usage_daily')}
          and f.active and f.person_id <> 0
      ), each as (
        select side, key, also, person_id from s join used f on f.day between s."from" and s."to"
        group by grouping sets ((side, ${all}) ${groups})
      ), known as (
        select date_trunc('week', min(day) + 6)::date as known
        from covered_day where tenant_id = ${TENANT} and activity
      ), did as (
        select u.person_id, w.week, least((w.week - k.known) / 7 + 1, ${sql.raw(`${LEVEL_WEEKS}`)}) as weeks,
          count(distinct date_trunc('week', u.day)) as active_weeks,
          sum(${ACTIONS}) as actions
        from unnest(${sql.param(weeks)}::text[]::date[]) as w (week) cross join known k
        join usage_daily u on u.day between w.week - ${sql.raw(`${WEEKS_BACK}`)} and w.week + 6
          and u.day >= k.known
        where u.tenant_id = ${TENANT} and u.person_id in (select person_id from each)
          and ${ACTIONS} > 0
        group by 1, 2, 3
      ), levels as (select person_id, week, ${LEVEL} as level from did),
      moved as (
        select e.*, coalesce(b.level, ${NON_USER}) as began, coalesce(l.level, ${NON_USER}) as ended
        from each e join s on s.side = e.side
        left join levels b on b.person_id = e.person_id and b.week = s.began
        left join levels l on l.person_id = e.person_id and l.week = s.ended
      )
      select side, null::int as bucket, null::boolean as paired, key, also, count(*)::int as people,
        (count(*) filter (where ended < began))::int as risen,
        (count(*) filter (where ended > began))::int as fallen
      from moved group by side, key, also`,
  )
  // The level of a day is of whole weeks: what is compared are the same two days.
  return { found: found.flatMap((one) => alsoPaired(one)), told }
}

const alsoPaired = (one: Tally): readonly Tally[] =>
  one.key === null ? [one, { ...one, paired: true }] : [one]

/** The pairs of weeks before which enough is known, and in both of which the same tools are, on all days. */
async function knownWeeks(db: Db, sides: readonly [Side, Side]): Promise<ReadonlySet<string>> {
  const pairs = sides.map(({ began, ended }) => ({ began, ended }))
  const found = await rows<{ readonly began: Day; readonly ended: Day }>(
    db,
    'weeks that are known',
    sql`
      select s.began::text as began, s.ended::text as ended
      from jsonb_to_recordset(${JSON.stringify(pairs)}::text::jsonb) as s (began date, ended date)
      cross join (
        select date_trunc('week', min(day) + 6)::date as known
        from covered_day where tenant_id = ${TENANT} and activity) k
      where (s.began - k.known) / 7 + 1 >= ${sql.raw(`${FEWEST_WEEKS}`)}
        and s.began >= k.known
        and not exists (
          select from covered_day c where c.tenant_id = ${TENANT} and c.activity
            and (c.day between s.began and s.began + 6 or c.day between s.ended and s.ended + 6)
          group by c.tool_id
          having count(distinct c.day) < case when s.began = s.ended then 7 else 14 end)`,
  )
  return new Set(found.map(({ began, ended }) => `${began} ${ended}`))
}
