import type { Measured } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Abilities } from './abilities.ts'
import { calendar, knowledge } from './calendar.ts'
import { type AsOf, headcount, toolDays, tools as allTools } from './coverage.ts'
import { measurement, withBasis } from './measure-compose.ts'
import { groupsOf } from './measure-groups.ts'
import { people } from './measure-people.ts'
import { areWholeDepartments, plan as bestPlan, type Plan } from './measure-plan.ts'
import { sums } from './measure-sums.ts'
import { gatherPeople, gatherSums, reading } from './readings.ts'

export type MeasureOptions = {
  readonly holidays: ReadonlySet<Day>
  readonly abilities: (asOf: AsOf) => Promise<Abilities>
  /** Read these tables whatever the question: every plan gives the same numbers. */
  readonly plan?: Plan
}

/** Answers a question from what the store holds. */
export async function measure(
  db: Db,
  question: Question,
  { holidays, abilities, plan }: MeasureOptions,
): Promise<Measured> {
  const { scope, metrics, period, today, by } = question
  const [days, { tools: every, asOf }, wholeDepartments] = await Promise.all([
    toolDays(db, question),
    allTools(db, today),
    areWholeDepartments(db, scope.ids.team),
  ])
  const can = await abilities(asOf)
  const tables = plan ?? bestPlan(question, wholeDepartments)
  const at = calendar(question, days, holidays)
  const [summed, counted] = await Promise.all([
    sums(db, question, { table: tables.sums, placed: at.placed }),
    metrics.includes('active_people')
      ? people(db, question, { tables: tables.people, placed: at.placed })
      : [],
  ])

  const used = new Set(summed.map(({ tool }) => tool))
  const empty = summed.length === 0
  // Where nobody in scope used anything, it is the tools that were watched that say 0.
  const watched = new Set(at.placed.filter(({ known }) => known).map(({ tool }) => tool))
  const tools = every
    .filter(({ id }) => (empty ? watched.has(id) : used.has(id)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const reach = tools.flatMap(({ dataThrough }) => dataThrough ?? []).toSorted()
  const dataThrough = reach[0] ?? null

  const ground = {
    question,
    calendar: at,
    knows: knowledge(at.placed),
    tools,
    can,
    groups: groupsOf(by, summed),
  }
  const [sumsOf, peopleIn] = [gatherSums(summed), gatherPeople(counted)]
  const measurements = metrics.map((metric) => {
    const measured = measurement(metric, reading(metric, sumsOf, peopleIn), ground)
    return metric === 'spend' ? withBasis(measured, sumsOf({ side: 0 })) : measured
  })
  return {
    measurements,
    dataThrough,
    tools: tools.map(({ name, dataThrough, bucketZone }) => ({
      tool: name,
      dataThrough,
      bucketZone,
    })),
    headcount: await headcount(
      db,
      scope,
      dataThrough && dataThrough < period.to ? dataThrough : period.to,
    ),
    empty,
  }
}
