import { sql } from 'drizzle-orm'

import type { Dimension } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { isOfLevels } from './levels.ts'
import type { PeopleTables } from './measure-people.ts'
import { ids, TENANT } from './measure-sql.ts'
import type { SumsTable } from './measure-sums.ts'
import { isOfQuartiles } from './quartiles.ts'
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
  quartile: false,
  asset: false,
}

export function plan(question: Question, wholeDepartments: boolean): Plan {
  const { scope, by, also } = question
  const { user, model, feature } = scope.ids
  if (
    user ||
    model ||
    feature ||
    scope.labels.group ||
    isOfLevels(question) ||
    isOfQuartiles(question)
  )
    return FACTS
  const split = [by, also].flatMap((of) => of ?? [])
  const ofAll = !scope.ids.team
  // The bitmaps know departments only.
  const bits = wholeDepartments ? 'active_bits' : 'unit_people'
  const whole = ofAll ? 'active_day' : bits
  if (!split.every((of) => ROLLED_UP[of]))
    return { sums: 'usage_daily', people: { whole, groups: 'usage_daily' } }
  if (split.includes('team'))
    return { sums: 'rollup_unit_day', people: { whole, groups: 'unit_people' } }
  if (!wholeDepartments) return { sums: 'rollup_unit_day', people: { whole, groups: whole } }
  if (split.includes('department'))
    return { sums: 'rollup_department_day', people: { whole, groups: 'active_bits' } }
  const sums = ofAll ? 'rollup_day' : 'rollup_department_day'
  return { sums, people: { whole, groups: whole } }
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
      select not exists (
        select from org_unit u left join unnest(${ids(team)}) as asked(id) on asked.id = u.unit_id
        where u.tenant_id = ${TENANT}
        group by u.department_id having count(asked.id) > 0 and count(asked.id) < count(*)
      ) as whole`,
  )
  return found?.whole === true
}
