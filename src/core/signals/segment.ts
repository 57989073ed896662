import { addDays, type Day } from '#core/time/day.ts'

import type { UsageLevel } from './panel.ts'

/** The weeks over which a level is told, and the fewest of them that must be known. */
export const LEVEL_WEEKS = 12
export const FEWEST_WEEKS = 4
/** Use in so many of so many weeks is regular. */
export const REGULAR = { weeks: 9, of: 12 } as const
/** Of a week; regular use with as many is a power user's. */
export const POWER_ACTIONS = 15

/** A person's use over the known ones of the weeks that end with one: how many, and what there was. */
type Use = { readonly weeks: number; readonly activeWeeks: number; readonly actions: number }

/** The Mondays of the weeks by which a week's levels are told. */
export const levelWeeks = (week: Day): readonly Day[] =>
  Array.from({ length: LEVEL_WEEKS }, (_, n) => addDays(week, -7 * n))

/** Viva's segments: `weeks` fewer than 12 are measured by the same shares of what is known. */
export function levelOf({ weeks, activeWeeks, actions }: Use): UsageLevel {
  if (activeWeeks === 0) return 'none'
  const regular = activeWeeks * REGULAR.of >= weeks * REGULAR.weeks
  if (regular) return actions >= weeks * POWER_ACTIONS ? 'power' : 'habitual'
  return actions >= weeks ? 'novice' : 'low'
}

/** So many weeks of use in a row are no trial any more. */
const SUSTAINED_WEEKS = 4

/**
 * The Monday on which the first stretch of sustained use began; null: there is none. Weeks of which use
 * is not known neither end a stretch nor count for it.
 */
export function cohortOf(activeWeeks: readonly Day[], lost: ReadonlySet<Day>): Day | null {
  const active = new Set(activeWeeks)
  const begins = (week: Day) => {
    let found = 0
    for (let at = week; found < SUSTAINED_WEEKS; at = addDays(at, 7)) {
      if (lost.has(at)) continue
      if (!active.has(at)) return false
      found += 1
    }
    return !lost.has(week)
  }
  return activeWeeks.toSorted().find(begins) ?? null
}
