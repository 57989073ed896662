import { sql } from 'drizzle-orm'

import type { Dimension } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { isOfLevels } from './levels.ts'
import type { PeopleTables } from './measure-people.ts'
import { ids, TENANT } from './measure-sql.ts'
import type { SumsTable } from './measure-sums.ts'
import { rows } from './rows.ts'

/** Which tables answer a question. Every plan gives the same numbers; rollups give them sooner. */
export type Plan = { readonly sums: SumsTable; readonly people: PeopleTables }

export const FACTS: Plan = {
  sums: 'usage_daily',
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
  level: false,
  asset: false,
}

export function plan(question: Question, wholeDepartments: boolean): Plan {
  const { scope, by, also } = question
  const { user, model, feature } = scope.ids
  if (user || model || feature || scope.labels.group || isOfLevels(question)) return FACTS
  // The bitmaps know departments only.
  const whole = wholeDepartments ? 'active_bits' : 'unit_people'
  const split = [by, also].flatMap((of) => of ?? [])
  const groups = split.includes('team') ? 'unit_people' : whole
  const rolledUp = split.every((of) => ROLLED_UP[of])
  return {
    sums: rolledUp ? 'rollup_unit_day' : 'usage_daily',
    people: { whole, groups: rolledUp ? groups : 'usage_daily' },
  }
}

/**
 * Whether every unit asked for belongs to a department that is asked for whole. Unattributed use,
 * unit 0, is as whole as a department.
 */
export async function areWholeDepartments(
  db: Db,
  team: readonly number[] | undefined,
): Promise<boolean> {
  if (!team) return true
  const [found] = await rows<{ readonly whole: boolean }>(
    db,
    'units asked for',
    sql`
      with asked as (select unnest(${ids(team)}) as unit_id)
      select not exists (
        select from org_unit u
        where u.tenant_id = ${TENANT} and u.unit_id not in (select unit_id from asked)
          and u.department_id in (
            select department_id from org_unit join asked using (unit_id)
            where tenant_id = ${TENANT})
      ) as whole`,
  )
  return found?.whole === true
}
