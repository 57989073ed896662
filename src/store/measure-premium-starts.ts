import { sql } from 'drizzle-orm'

import { FEWEST_WEEKS, LEVEL_WEEKS } from '#core/signals/segment.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Placed } from './calendar.ts'
import { askedRows, calendarRows, keysOf, onItsDay, TENANT } from './measure-sql.ts'
import { groupingOf, type Tallies, type Tally } from './person-metrics.ts'
import { premiumCondition } from './premium.ts'
import { packed, rows } from './rows.ts'

/** Who was active with a premium model, and who of them had been with others alone. */
export async function premiumStarts(
  db: Db,
  question: Question,
  {
    placed,
    unitDays,
  }: {
    readonly placed: readonly Placed[]
    readonly unitDays: ((day: Day) => boolean) | undefined
  },
): Promise<Tallies> {
  const sides = [question.period, question.previous].map(({ from }, side) => ({
    side,
    since: addDays(from, -7 * LEVEL_WEEKS),
    until: addDays(from, -1),
  }))
  const premium = sql.raw(await premiumCondition(db))
  const [first] = await rows<{ readonly day: Day | null }>(
    db,
    'first known day',
    sql`select min(day)::text as day from covered_day where tenant_id = ${TENANT} and activity`,
  )
  const began = first?.day ?? null
  const isTold = (at: 0 | 1) => {
    const { from } = at === 0 ? question.period : question.previous
    const enough = began !== null && began <= addDays(from, -7 * FEWEST_WEEKS)
    return enough && !unitDays?.(addDays(from, -7 * LEVEL_WEEKS))
  }
  const { whole, groups } = groupingOf(question)
  const found = await packed<Tally>(
    db,
    'moves to premium models',
    sql`
      with k as (${calendarRows(placed)}), used as (
        select k.side, k.paired, ${keysOf(question)}, f.person_id
        ${askedRows(question, 'usage_daily', { joined: sql`${onItsDay} and k.known` })}
          and f.active and f.person_id <> 0 and ${premium}
      ), each as (
        select side, paired, key, also, person_id from used
        group by grouping sets ((side, ${whole}), (side, paired, ${whole}) ${groups})
      ), history as (
        select s.side, f.person_id, bool_or(${premium}) as premium
        from jsonb_to_recordset(${JSON.stringify(sides)}::text::jsonb) as s (side int, since date, until date)
        join usage_daily f on f.day between s.since and s.until
        where f.tenant_id = ${TENANT} and f.active and f.person_id in (select person_id from each)
        group by 1, 2
      )
      select e.side, null::int as bucket, e.paired, e.key, e.also, count(*)::int as people,
        (count(*) filter (where not h.premium))::int as fresh
      from each e left join history h on h.side = e.side and h.person_id = e.person_id
      group by e.side, e.paired, e.key, e.also`,
  )
  return { found, told: [isTold(0), isTold(1)] }
}
