import {
  AFTER,
  type Changed,
  changed,
  groupTime,
  reachOf,
  type Start,
  TREND,
} from './before-after.ts'
import type { Found } from './found.ts'
import type { Weighed } from './pooled.ts'
import type { Panel, UnitSeries } from './series.ts'

/**
 * Those who began in one week against colleagues of their own unit who had not yet or never did:
 * what befell the unit befell both.
 */
export function byAdoption(panel: Panel, series: readonly UnitSeries[]): readonly Found[] {
  return series.flatMap((one) => {
    const changes = startsIn(one, panel).flatMap((start) => changed(start) ?? [])
    return together(one.unit, changes) ?? []
  })
}

/** Of one week, counted from that in which people began, what was found in each unit. */
export type Lag = {
  readonly lag: number
  readonly found: readonly (Weighed & { readonly people: number; readonly others: number })[]
}

/** The same, week by week: twelve before and eight from the first on. */
export function byLag(panel: Panel, series: readonly UnitSeries[]): readonly Lag[] {
  const starts = series.map((one) => startsIn(one, panel).filter((start) => reachOf(start)))
  return Array.from({ length: TREND + AFTER }, (_, at) => {
    const lag = at - TREND
    const found = starts.flatMap((inUnit) => {
      const all = inUnit.flatMap((start) => {
        const week = start.start + lag
        return week < 0 || week >= panel.weeks ? [] : (groupTime(start, week) ?? [])
      })
      const weight = total(all, (one) => one.weight)
      if (weight === 0) return []
      return {
        effect: total(all, (one) => (one.weight / weight) * one.effect),
        weight,
        people: total(all, (one) => one.people),
        others: Math.max(...all.map((one) => one.others)),
      }
    })
    return { lag, found }
  })
}

function startsIn({ cohorts }: UnitSeries, { since, weeks }: Panel): readonly Start[] {
  return cohorts.flatMap((began) => {
    const start = began.cohort
    if (start === null || start < since) return []
    const notYet = (week: number) =>
      cohorts.filter(({ cohort }) => cohort === null || (cohort > week && cohort !== start))
    return [{ start, weeks, began: [began], notYet }]
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

const total = <T>(all: readonly T[], of: (one: T) => number) =>
  all.reduce((sum, one) => sum + of(one), 0)
