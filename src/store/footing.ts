import type { MeasureGroup } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { type AsOf, type Tool, type ToolDay, toolDays, tools } from './coverage.ts'
import { keptUnits, knownUnits } from './known-units.ts'
import { areWholeDepartments } from './measure-plan.ts'

/** What decides which rows a question is read from, and which of its days are known. */
export type Footing = {
  readonly days: readonly ToolDay[]
  readonly tools: readonly Tool[]
  readonly asOf: AsOf
  readonly wholeDepartments: boolean
}

type Coverage = Omit<Footing, 'wholeDepartments'>

/** Questions of so many periods find their days already read; of a year they are some thousand rows each. */
const MOST_KEPT = 8

/** By the store they were read from: a process may have several open. */
const kept = new WeakMap<Db, Map<string, Coverage>>()

/** Reads it. */
export async function footing(
  db: Db,
  question: Question,
  measures: readonly MeasureGroup[],
): Promise<Footing> {
  const { team } = question.scope.ids
  const [days, { tools: every, asOf }, units] = await Promise.all([
    toolDays(db, question),
    tools(db, { today: question.today, measures }),
    team ? knownUnits(db) : [],
  ])
  const coverage = { days, tools: every, asOf }
  keep(db, keyOf(question, measures), coverage)
  return { ...coverage, wholeDepartments: areWholeDepartments(units, team) }
}

/**
 * What it most likely still is: what was read last of these periods, and what is remembered of the units.
 * Undefined where nothing is remembered, or days waited to be recomputed.
 */
export function likelyFooting(
  db: Db,
  question: Question,
  measures: readonly MeasureGroup[],
): Footing | undefined {
  const coverage = kept.get(db)?.get(keyOf(question, measures))
  const { team } = question.scope.ids
  const units = team ? keptUnits(db) : []
  if (coverage?.asOf === undefined || units === undefined) return undefined
  return { ...coverage, wholeDepartments: areWholeDepartments(units, team) }
}

export const isSame = (one: Footing, other: Footing): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

const keyOf = ({ period, previous, today }: Question, measures: readonly MeasureGroup[]): string =>
  JSON.stringify([period.from, period.to, previous.from, previous.to, today, measures])

function keep(db: Db, key: string, coverage: Coverage): void {
  const all = kept.get(db) ?? new Map<string, Coverage>()
  all.delete(key)
  all.set(key, coverage)
  for (const oldest of [...all.keys()].slice(0, -MOST_KEPT)) all.delete(oldest)
  kept.set(db, all)
}
