import { sql } from 'drizzle-orm'

import type { Dimension } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { PeopleTable, PeopleTables } from './measure-people.ts'
import { ids, TENANT } from './measure-sql.ts'
import type { SumsTables } from './measure-sums.ts'
import { rows } from './rows.ts'

/** Which tables answer a question. Every plan gives the same numbers; rollups give them sooner. */
export type Plan = { readonly sums: SumsTables; readonly people: PeopleTables }

/** What the units asked for cover. Unattributed use, unit 0, is as whole as a department. */
export type UnitsAsked = {
  /** Every unit asked for belongs to a department that is asked for whole. */
  readonly wholeDepartments: boolean
  /** No department is among them, nor unattributed use. */
  readonly belowDepartments: boolean
}

export const FACTS: Plan = {
  sums: { whole: 'usage_daily', groups: 'usage_daily' },
  people: { whole: 'usage_daily', groups: 'usage_daily' },
}

/** Whether the rollups keep what a split needs. */
const ROLLED_UP: Record<Dimension, boolean> = {
  team: true,
  department: true,
  tool: true,
  user: false,
  model: false,
  feature: false,
}

export function plan({ scope, by }: Question, units: UnitsAsked): Plan {
  const { user, model, feature } = scope.ids
  if (user || model || feature || scope.labels.group) return FACTS
  const whole = peopleTable(units)
  // Bitmaps can't tell the units of a department apart.
  const groups = by === 'team' && whole === 'active_bits' ? 'usage_daily' : whole
  const rolledUp = !by || ROLLED_UP[by]
  return {
    sums: { whole: 'rollup_unit_day', groups: rolledUp ? 'rollup_unit_day' : 'usage_daily' },
    people: { whole, groups: rolledUp ? groups : 'usage_daily' },
  }
}

/** The bitmaps know departments only, the arrays only the units below them. */
function peopleTable(units: UnitsAsked): PeopleTable {
  if (units.wholeDepartments) return 'active_bits'
  return units.belowDepartments ? 'unit_people' : 'usage_daily'
}

export async function unitsAsked(db: Db, team: readonly number[] | undefined): Promise<UnitsAsked> {
  if (!team) return { wholeDepartments: true, belowDepartments: false }
  const [units] = await rows<UnitsAsked>(
    db,
    'units asked for',
    sql`
      with asked as (select unnest(${ids(team)}) as unit_id)
      select
        not exists (
          select from org_unit u
          where u.tenant_id = ${TENANT} and u.unit_id not in (select unit_id from asked)
            and u.department_id in (
              select department_id from org_unit join asked using (unit_id)
              where tenant_id = ${TENANT})
        ) as "wholeDepartments",
        not exists (
          select from asked left join org_unit u using (unit_id)
          where u.level = 1 or u.level is null
        ) as "belowDepartments"`,
  )
  return units ?? { wholeDepartments: false, belowDepartments: false }
}
