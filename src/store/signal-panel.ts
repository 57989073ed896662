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
      ), sums as (
        select week, unit_id, level, cohort, max(people) as people, jsonb_object_agg(signal,
          jsonb_build_object('people', people, 'sum', sum, 'squares', squares)) as signals
        from told group by 1, 2, 3, 4
      )
      select u.path as unit, p.level, p.cohort::text as cohort, p.week::text as week,
        greatest(p.people, coalesce(s.people, 0)) as people, s.signals
      from signal_people p
      join org_unit u using (tenant_id, unit_id)
      left join sums s on s.week = p.week and s.unit_id = p.unit_id and s.level = p.level
        and s.cohort is not distinct from p.cohort
      where p.tenant_id = ${TENANT} and p.week between ${from}::date and ${to}::date
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
