import { sql } from 'drizzle-orm'

import type { SignalCell, SignalSum, UnitTraits } from '#core/signals/panel.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { SignalReader } from '#ports.ts'

import { TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'

/** Weekly cells as they are stored, the small ones too: whoever tells them sees to the floor. */
export function signalPanel(db: Db): SignalReader {
  return {
    cells: (span) => cellsOf(db, span),
    traits: () => traitsOf(db),
  }
}

async function cellsOf(
  db: Db,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<readonly SignalCell[]> {
  type Sums = { readonly [Signal in string]: SignalSum }
  const found = await packed<Omit<SignalCell, 'signals'> & { readonly signals: Sums | null }>(
    db,
    'read signals',
    // Of two sources of one signal the one that knows more of the people is taken.
    sql`with told as (
        select distinct on (week, unit_id, level, cohort, signal)
          week, unit_id, level, cohort, signal, people, sum, squares
        from signal_sum
        where tenant_id = ${TENANT} and week between ${from}::date and ${to}::date
        order by week, unit_id, level, cohort, signal, people desc, source
      ), each as (
        select week, unit_id, level, cohort, people, null as signal, null::jsonb as known
        from signal_people
        where tenant_id = ${TENANT} and week between ${from}::date and ${to}::date
        union all
        select week, unit_id, level, cohort, people, signal,
          jsonb_build_object('people', people, 'sum', sum, 'squares', squares)
        from told
      )
      select u.path as unit, e.level, e.cohort::text as cohort, e.week::text as week,
        max(e.people) as people,
        jsonb_object_agg(e.signal, e.known) filter (where e.signal is not null) as signals
      from each e
      join org_unit u on u.tenant_id = ${TENANT} and u.unit_id = e.unit_id
      group by u.path, e.level, e.cohort, e.week
      order by 1, 4, 2, 3`,
  )
  return found.map(({ signals, ...cell }) => ({ ...cell, signals: signals ?? {} }))
}

const traitsOf = (db: Db): Promise<readonly UnitTraits[]> =>
  packed<UnitTraits>(
    db,
    'read traits of units',
    sql`select distinct on (u.path) u.path as unit, t.function, t.location, t.band, t.tenure
      from unit_trait t join org_unit u using (tenant_id, unit_id)
      where t.tenant_id = ${TENANT} order by u.path, t.people desc, t.source`,
  )
