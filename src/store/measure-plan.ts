import type { Dimension } from '#core/metric/metric.ts'
import type { Question } from '#ports.ts'

import { isOfLevels } from './levels.ts'
import type { PeopleTables } from './measure-people.ts'
import type { SumsTable } from './measure-sums.ts'
import { isOfQuartiles } from './quartiles.ts'
import type { Unit } from './resolve-name.ts'

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
 * Whether every unit asked for belongs to a department that is asked for whole: the units whose paths begin
 * with its name. Unattributed use, unit 0, is as whole as a department.
 */
export function areWholeDepartments(
  units: readonly Unit[],
  team: readonly number[] | undefined,
): boolean {
  if (!team) return true
  const asked = new Set(team)
  const departments = new Set<string>()
  for (const { id, path } of units) if (asked.has(id)) departments.add(rootOf(path))
  return units.every(({ id, path }) => asked.has(id) || !departments.has(rootOf(path)))
}

const rootOf = (path: string): string => path.split('/', 1)[0] ?? path
