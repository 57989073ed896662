import { type Changed, changed } from './before-after.ts'
import type { Found } from './found.ts'
import type { Panel, UnitSeries } from './series.ts'

/**
 * Those who began in one week against colleagues of their own unit who had not yet or never did:
 * what befell the unit befell both.
 */
export function byAdoption(panel: Panel, series: readonly UnitSeries[]): readonly Found[] {
  return series.flatMap(({ unit, cohorts }) => {
    const changes = cohorts.flatMap((began) => {
      const start = began.cohort
      if (start === null || start < panel.since) return []
      const notYet = (week: number) =>
        cohorts.filter(({ cohort }) => cohort === null || (cohort > week && cohort !== start))
      return changed({ start, weeks: panel.weeks, began: [began], notYet }) ?? []
    })
    return together(unit, changes) ?? []
  })
}

function together(unit: string, changes: readonly Changed[]): Found | null {
  const weight = total(changes, (one) => one.weight)
  if (weight === 0) return null
  const mean = (of: (one: Changed) => number) =>
    total(changes, (one) => (one.weight / weight) * of(one))
  return {
    unit,
    effect: mean((one) => one.effect),
    weight,
    beside: mean((one) => one.beside),
    people: total(changes, (one) => one.people),
    // Those of one week and of another are mostly the same.
    others: Math.max(...changes.map((one) => one.others)),
    before: { effect: mean((one) => one.before.effect), weight },
  }
}

const total = (changes: readonly Changed[], of: (one: Changed) => number) =>
  changes.reduce((sum, one) => sum + of(one), 0)
