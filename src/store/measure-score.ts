import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Placed } from './calendar.ts'
import { askedRows, calendarRows, keysOf, onItsDay } from './measure-sql.ts'
import { groupingOf, type Tallies, type Tally } from './person-metrics.ts'
import { packed } from './rows.ts'

/** Known working days without which nobody's days say how often. */
const FEWEST_DAYS = sql.raw('3')
/** From so many points on it is a habit. */
const HABIT = sql.raw('50')

/**
 * Points of each active person, added up: of each side, its buckets and its compared days, and of
 * each group over a side. Whole numbers throughout, so that no order of adding matters.
 */
export async function scores(
  db: Db,
  question: Question,
  { placed, worked }: { readonly placed: readonly Placed[]; readonly worked: ReadonlySet<Day> },
): Promise<Tallies> {
  const { whole, groups } = groupingOf(question)
  const found = await packed<Tally>(
    db,
    'points of people',
    sql`
      with k as (${calendarRows(placed)}), worked as (
        select side, bucket, paired, count(distinct day) as days from k
        where known and day = any(${sql.param([...worked])}::text[]::date[])
        group by grouping sets ((side), (side, bucket), (side, paired))
      ), used as (
        select k.side, k.bucket, k.paired, ${keysOf(question)}, f.person_id, f.tool_id, f.day,
          greatest(coalesce(f.messages, 0), 1) as actions
        ${askedRows(question, 'usage_daily', { joined: sql`${onItsDay} and k.known` })}
          and f.active and f.person_id <> 0
      ), each as (
        select side, bucket, paired, key, also, person_id, count(distinct day) as days,
          count(distinct tool_id) as tools, sum(actions)::bigint as actions
        from used group by grouping sets
          ((side, ${whole}), (side, bucket, ${whole}), (side, paired, ${whole}) ${groups})
      ), scored as (
        select e.*, least(50, e.days * 250 / (3 * w.days))
          + least(30, 6 * e.actions / e.days) * least(e.days, 3) / 3
          + least(e.tools, 3) * 20 / 3 as points
        from each e join worked w on w.side = e.side and w.bucket is not distinct from e.bucket
          and w.paired is not distinct from e.paired
        where w.days >= ${FEWEST_DAYS}
      )
      select side, bucket, paired, key, also, count(*)::int as people,
        sum(points)::bigint as points, (count(*) filter (where points >= ${HABIT}))::int as regular
      from scored group by side, bucket, paired, key, also`,
  )
  return { found, told: [true, true] }
}
