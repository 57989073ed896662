import type { DayValue } from '#core/alert/crossing.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import type { Line } from '#core/alert/unusual.ts'
import type { BudgetSpec } from '#core/budget/budget.ts'
import type { Measurement } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import { measured, type Missing, type Numbers, type Readable, type Seen } from './rule-reads.ts'
import { spansOf } from './rule-spans.ts'

/** What a rule decides by. */
export async function seenOf(
  spec: NumberSpec,
  period: Period,
  numbers: Numbers,
): Promise<Seen | Missing> {
  if (spec.kind === 'threshold') return spansOf(spec, period, numbers)
  const { metric, filters } = spec
  const found = await measured({ metrics: [metric], filters }, period, numbers)
  if ('unresolved' in found) return found
  const days = daysOf(found.find(metric))
  const teams = await teamsOf(spec, period, numbers)
  return 'unresolved' in teams ? teams : { days, teams }
}

/** The days of one person, in what a budget is of; none where that has no such name any more. */
export async function budgetDays(
  { alias, spec }: { readonly alias: string; readonly spec: BudgetSpec },
  period: Period,
  numbers: Readable,
): Promise<readonly DayValue[]> {
  const { metric } = spec
  const filters = { ...spec.filters, user: [alias] }
  const found = await measured({ metrics: [metric], filters }, period, numbers)
  return 'unresolved' in found ? [] : daysOf(found.find(metric))
}

/** Teams of as many people as must be behind a number, but for those the rule is about. */
async function teamsOf(
  spec: NumberSpec,
  period: Period,
  numbers: Numbers,
): Promise<readonly Line[] | Missing> {
  const { team = [], group, ...filters } = spec.filters
  // The people of a group are spread over teams: there is no other one like it.
  if (spec.kind !== 'unusual' || group || (!spec.by && team.length === 0)) return []
  const asked = { metrics: [spec.metric, 'active_people'], filters, by: 'team' } as const
  const found = await measured(asked, period, numbers)
  if ('unresolved' in found) return found
  const { floor } = (await numbers.policyInForce()).policy
  const people = new Map(
    found.find('active_people')?.by?.rows.map(({ key, now }) => [key, now ?? 0]),
  )
  const measurement = found.find(spec.metric)
  const about = (path: string) => team.some((one) => path === one || path.startsWith(`${one}/`))
  return (measurement?.by?.rows ?? []).flatMap(({ key, series = [] }) =>
    key === null || about(key) || (people.get(key) ?? 0) < floor
      ? []
      : [{ team: key, days: daysFrom(measurement?.series ?? [], series) }],
  )
}

const daysOf = (measurement: Measurement | undefined): readonly DayValue[] =>
  (measurement?.series ?? []).map(({ from, value }) => ({ day: from as Day, value }))

const daysFrom = (
  buckets: Measurement['series'],
  values: readonly (number | null)[],
): readonly DayValue[] =>
  buckets.map(({ from }, n) => ({ day: from as Day, value: values[n] ?? null }))
