import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'
import { part, type Staging } from './staging.ts'

/**
 * After the last row: which days the batch speaks of, and one row for each line. A day that only a
 * repeat spoke of stays, with no rows.
 */
export async function sealStage<Row>(
  db: Db,
  staging: Pick<Staging<Row>, 'table' | 'kind'>,
  without?: SQL,
): Promise<void> {
  const stage = part(staging)
  const cell = part(staging, 'cell')
  if (without) await rows(db, 'forget rows', sql`delete from ${stage} s where ${without}`)
  await rows(db, 'analyse stage', analyse(staging))
  await rows(
    db,
    'tools and days of stage',
    sql`create temp table ${cell} as
      select source, tool, day, bool_or(event_id is null) as whole, count(*)::int as n
      from ${stage} group by source, tool, day`,
  )
  await keepBest(db, staging)
  await rows(
    db,
    'days of stage',
    sql`create temp table ${part(staging, 'day')} as
      select source, day, bool_or(whole) as whole, sum(n)::int as n from ${cell} group by source, day`,
  )
  await rows(
    db,
    'spans of stage',
    sql`create temp table ${part(staging, 'span')} as
      select source, tool, min(day) as first, max(day) as last from ${cell} group by source, tool`,
  )
}

const analyse = (staging: Pick<Staging<unknown>, 'table'>) =>
  sql`analyze ${part(staging)} (source, day, account, event_id)`

async function keepBest<Row>(db: Db, staging: Pick<Staging<Row>, 'table' | 'kind'>): Promise<void> {
  const stage = part(staging)
  const line = sql.raw(
    staging.kind.usesIds ? 'source, event_id' : 'source, day, account, tool, model, feature',
  )
  const only = sql.raw(staging.kind.usesIds ? 'where event_id is not null' : '')
  const [repeats] = await rows<{ any: boolean }>(
    db,
    'look for repeats',
    sql`select exists (
      select from ${stage} ${only} group by ${line} having count(*) > 1) as any`,
  )
  if (!repeats?.any) return
  await rows(
    db,
    'keep the best of repeats',
    sql`with repeat as (
        delete from ${stage} s using (
          select seq, row_number() over (partition by ${line} order by ${staging.kind.best}) as place
          from ${stage} ${only}) ranked
        where s.seq = ranked.seq and ranked.place > 1
        returning s.source, s.tool, s.day
      )
      update ${part(staging, 'cell')} c set n = c.n - r.n
      from (select source, tool, day, count(*) as n from repeat group by source, tool, day) r
      where c.source = r.source and c.tool = r.tool and c.day = r.day`,
  )
  await rows(db, 'analyse stage again', analyse(staging))
}
