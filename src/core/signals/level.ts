import type { Found } from './found.ts'
import { meanOf, type Panel, type Sums, type UnitSeries, weightOf } from './series.ts'

/**
 * Who uses AI most weeks against colleagues of the same unit in the same week. What units and weeks
 * have in common falls out of it; who people are does not. So the same is asked of the weeks before:
 * those who had yet to begin against those who never did.
 */
export function byLevel(panel: Panel, series: readonly UnitSeries[]): readonly Found[] {
  return series.flatMap(({ unit, regular, rest, cohorts }) => {
    const now = acrossWeeks([panel.since, panel.weeks], () => [[regular], [rest]])
    if (now === null) return []
    const never = cohorts.filter(({ cohort }) => cohort === null)
    const last = Math.max(0, ...cohorts.map(({ cohort }) => cohort ?? 0))
    const before = acrossWeeks([0, Math.min(last, panel.weeks)], (week) => [
      cohorts.filter(({ cohort }) => cohort !== null && cohort > week),
      never,
    ])
    return {
      unit,
      ...now,
      before: before && { effect: before.effect, weight: weightOf(now.weight, before.weight) },
    }
  })
}

type Sides = readonly [readonly Sums[], readonly Sums[]]

/** The mean of the weeks' differences, each weighed by how many people are on its two sides. */
function acrossWeeks([from, to]: readonly [number, number], sides: (week: number) => Sides) {
  let [weight, sum, beside, people, others] = [0, 0, 0, 0, 0]
  for (let week = from; week < to; week++) {
    const [those, rest] = sides(week).map((side) => meanOf(side, week, week + 1))
    if (!those || !rest) continue
    const weighs = weightOf(those.people, rest.people)
    weight += weighs
    sum += weighs * (those.mean - rest.mean)
    beside += weighs * rest.mean
    people = Math.max(people, those.people)
    others = Math.max(others, rest.people)
  }
  return weight > 0
    ? { effect: sum / weight, weight, beside: beside / weight, people, others }
    : null
}
