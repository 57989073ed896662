import { sql } from 'drizzle-orm'

import type { DecidedAnswers } from '#core/signals/decide-answers.ts'
import { answersFloor, weekFloor } from '#core/signals/floors.ts'
import type { UnitTraits, UsageLevel } from '#core/signals/panel.ts'
import type { ToldSum } from '#core/signals/told.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { SignalReader } from '#ports.ts'

import { leaveKnown } from './leave-known.ts'
import { TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'
import { promised } from './signal-promised.ts'

/** What was told of signals, and what their units are alike in. */
export function signalReader(db: Db): SignalReader & { traits(): Promise<readonly UnitTraits[]> } {
  return {
    told: (span) => toldIn(db, span),
    answers: () => answersOf(db),
    traits: () => traitsOf(db),
    leaveKnown: () => leaveKnown(db),
  }
}

/** The company has no unit. */
const unitOf = (of: string) =>
  sql.raw(`join (select unit_id, path from org_unit where tenant_id = 1
        union all select -1, '') u on u.unit_id = ${of}.unit_id`)

/** What was decided by a lower floor than was promised since is hidden: differences could be of fewer. */
async function toldIn(
  db: Db,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<readonly ToldSum[]> {
  const policies = await promised(db)
  const found = await packed<
    Omit<ToldSum, 'levels'> & { readonly levels: string; readonly floor: number }
  >(
    db,
    'read signals',
    sql`select t.week::text as week, t.signal, u.path as unit, t.levels, t.people, t.sum,
        w.floor
      from signal_told t join signal_week w using (tenant_id, week, signal)
      ${unitOf('t')} where t.tenant_id = ${TENANT} and t.week between ${from}::date and ${to}::date
      order by 1, 2, 3, 4`,
  )
  return found
    .filter(({ week, floor }) => floor >= weekFloor(week, policies))
    .map((one) => ({ ...one, levels: one.levels.split(',') as UsageLevel[] }))
}

async function answersOf(db: Db): Promise<readonly DecidedAnswers[]> {
  const policies = await promised(db)
  const found = await packed<DecidedAnswers & { readonly floor: number }>(
    db,
    'read answers about signals',
    sql`select distinct on (a.signal, a.unit_id) a.signal, u.path as unit,
        a.since::text as since, a.through::text as through, a.answers, a.course, a.floor
      from signal_answer a
      ${unitOf('a')} where a.tenant_id = ${TENANT} order by a.signal, a.unit_id, a.since desc`,
  )
  return found.filter(({ since, floor }) => floor >= answersFloor(since, policies))
}

const traitsOf = (db: Db): Promise<readonly UnitTraits[]> =>
  packed<UnitTraits>(
    db,
    'read traits of units',
    sql`select distinct on (u.path) u.path as unit, t.function, t.location, t.band, t.tenure
      from unit_trait t join org_unit u using (tenant_id, unit_id)
      where t.tenant_id = ${TENANT} order by u.path, t.people desc, t.source`,
  )
