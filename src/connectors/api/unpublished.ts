import type { Window } from '#collect.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { daysOf, lastWholeDay } from './days.ts'

/**
 * Days at the window's end of which the vendor has said nothing yet though it may be late by
 * `lagDays`: empty for now, and not known to be empty.
 */
export function unpublishedDays(
  window: Window,
  told: Iterable<Day>,
  { now, lagDays }: { readonly now: number; readonly lagDays: number },
): readonly Day[] {
  let newest: Day | undefined
  for (const day of told) if (newest === undefined || day > newest) newest = day
  const since = addDays(lastWholeDay(now), 1 - lagDays)
  return daysOf(window).filter((day) => day >= since && (newest === undefined || day > newest))
}
