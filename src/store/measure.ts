import type { Measured, MetricId } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Abilities } from './abilities.ts'
import { type Calendar, calendar, knowledge } from './calendar.ts'
import { type AsOf, headcount, type ToolDay, toolDays, tools as allTools } from './coverage.ts'
import { measurement, withBasis } from './measure-compose.ts'
import { groupsOf } from './measure-groups.ts'
import { people, type PeopleCount } from './measure-people.ts'
import { areWholeDepartments, plan as bestPlan, type Plan } from './measure-plan.ts'
import { type Summed, sums } from './measure-sums.ts'
import { MEASURE_OF } from './metric-columns.ts'
import { gatherPeople, gatherSums, reading } from './readings.ts'

export type MeasureOptions = {
  readonly holidays: ReadonlySet<Day>
  readonly abilities: (asOf: AsOf) => Promise<Abilities>
  /** Read these tables whatever the question: every plan gives the same numbers. */
  readonly plan?: Plan
}

/** Metrics that are known on the same days. */
type Part = {
  readonly metrics: readonly MetricId[]
  readonly covered: (day: ToolDay) => boolean
}

type Read = {
  readonly metrics: readonly MetricId[]
  readonly at: Calendar
  readonly summed: readonly Summed[]
  readonly counted: readonly PeopleCount[]
}

/** One part, unless a bill or a count covers days of its own: then what is known differs by measure. */
function partsOf(metrics: readonly MetricId[], days: readonly ToolDay[]): readonly Part[] {
  const asked = Map.groupBy(metrics, (metric) => MEASURE_OF[metric])
  const [first = 'activity'] = asked.keys()
  const alike = [...asked.keys()].every((group) =>
    days.every(({ covered }) => covered[group] === covered[first]),
  )
  if (alike) return [{ metrics, covered: ({ covered }) => covered[first] }]
  return [...asked].map(([group, metrics]) => ({
    metrics,
    covered: ({ covered }) => covered[group],
  }))
}

/** Answers a question from what the store holds. */
export async function measure(
  db: Db,
  question: Question,
  { holidays, abilities, plan }: MeasureOptions,
): Promise<Measured> {
  const { scope, metrics, period, today, by } = question
  const measures = [...new Set(metrics.map((metric) => MEASURE_OF[metric]))]
  const [days, { tools: every, asOf }, wholeDepartments] = await Promise.all([
    toolDays(db, question),
    allTools(db, { today, measures }),
    areWholeDepartments(db, scope.ids.team),
  ])
  const can = await abilities(asOf)
  const tables = plan ?? bestPlan(question, wholeDepartments)
  const readOf = async ({ metrics, covered }: Part): Promise<Read> => {
    const at = calendar(
      question,
      days.map((day) => ({ ...day, covered: covered(day) })),
      holidays,
    )
    const asked = { ...question, metrics }
    const [summed, counted] = await Promise.all([
      sums(db, asked, { table: tables.sums, placed: at.placed }),
      metrics.includes('active_people')
        ? people(db, asked, { tables: tables.people, placed: at.placed })
        : [],
    ])
    return { metrics, at, summed, counted }
  }
  const parts = await Promise.all(partsOf(metrics, days).map(readOf))

  // Rows are of whatever was used, known or not: each part meets the same tools and groups.
  const summed = parts[0]?.summed ?? []
  const used = new Set(summed.map(({ tool }) => tool))
  const empty = summed.length === 0
  // Where nobody in scope used anything, it is the tools that were watched that say 0.
  const placed = parts.flatMap(({ at }) => at.placed)
  const watched = new Set(placed.filter(({ known }) => known).map(({ tool }) => tool))
  const tools = every
    .filter(({ id }) => (empty ? watched.has(id) : used.has(id)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const reach = tools.flatMap(({ dataThrough }) => dataThrough ?? []).toSorted()
  const dataThrough = reach[0] ?? null

  const groups = groupsOf(by, summed)
  const measurements = parts.flatMap(({ metrics, at, summed, counted }) => {
    const ground = { question, calendar: at, knows: knowledge(at.placed), tools, can, groups }
    const [sumsOf, peopleIn] = [gatherSums(summed), gatherPeople(counted)]
    return metrics.map((metric) => {
      const measured = measurement(metric, reading(metric, sumsOf, peopleIn), ground)
      return metric === 'spend' ? withBasis(measured, sumsOf({ side: 0 })) : measured
    })
  })
  return {
    measurements: metrics.flatMap((id) => measurements.find(({ metric }) => metric === id) ?? []),
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
