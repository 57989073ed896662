import { sql } from 'drizzle-orm'

import { CONCENTRATION } from '#core/metric/concentration.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Cut, Placed } from './calendar.ts'
import { askedRows, calendarRows, keysOf, onItsDay } from './measure-sql.ts'
import { packed } from './rows.ts'

/** How the messages of a cut are spread over its people. */
export type Ranks = Cut & {
  readonly people: number
  readonly all: number
  /** Of the ten who sent most. */
  readonly top: number
  /** Of the most active tenth of them, the first two tenths … */
  readonly tenths: readonly number[]
}

/** Of each side, its compared days and each group; nothing of fewer people than may be told. */
export async function ranks(
  db: Db,
  question: Question,
  placed: readonly Placed[],
): Promise<readonly Ranks[]> {
  const { top, least } = CONCENTRATION
  const sets = question.by
    ? sql`(side, person_id), (side, paired, person_id), (side, key, also, person_id)`
    : sql`(side, key, also, person_id), (side, paired, key, also, person_id)`
  const cut = sql`side, null::int as bucket, paired, key, also`
  return await packed<Ranks>(
    db,
    'ranks of people',
    sql`
      with k as (${calendarRows(placed)}), used as (
        select k.side, k.paired, ${keysOf(question)}, f.person_id, f.messages
        ${askedRows(question, 'usage_daily', { joined: sql`${onItsDay} and k.known` })}
          and f.person_id <> 0 and f.messages > 0
      ), each as (
        select side, paired, key, also, person_id, sum(messages)::bigint as n from used
        group by grouping sets (${sets})
      ), ranked as (
        select *, count(*) over cut as people, row_number() over (cut order by n desc) as rank,
          sum(n) over (cut order by n desc rows unbounded preceding) as upto
        from each window cut as (partition by side, paired, key, also)
      )
      select ${cut}, people, max(upto) as "all", max(upto) filter (where rank <= ${top}) as top,
        jsonb_agg(upto order by rank) filter (where exists (
          select from generate_series(1, 10) d where rank = ceil(people * d / 10.0))) as tenths
      from ranked where people >= ${least} group by side, paired, key, also, people`,
  )
}
