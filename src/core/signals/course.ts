import { byLag } from './adoption.ts'
import { SMALLEST } from './answer.ts'
import type { SignalOptions } from './findings.ts'
import type { SignalCell, SignalId } from './panel.ts'
import { pooled } from './pooled.ts'
import { numbered, seriesOf } from './series.ts'

/** A week of an event study: 0 is the first in which people used it, -1 the last before. */
export type CourseWeek = {
  readonly lag: number
  /** Beside colleagues who had not begun, and beside the four weeks before; null is a gap. */
  readonly difference: number | null
  /** The 95 % interval of this week alone. */
  readonly interval: readonly [number, number] | null
}

/**
 * How a signal went around the first week of sustained use, to be drawn beside the answer of
 * `adoption:…`; the answer itself is of all weeks after together. Weeks of too few are gaps, and one
 * that has nothing but gaps was refused.
 */
export function adoptionCourse(
  cells: readonly SignalCell[],
  signal: SignalId,
  { since, floor = 0 }: SignalOptions,
): readonly CourseWeek[] {
  const panel = numbered(cells, since)
  return byLag(panel, seriesOf(panel, signal)).map(({ lag, found }) => {
    const sum = (of: 'people' | 'others') => found.reduce((all, one) => all + one[of], 0)
    const small =
      found.length < SMALLEST.units ||
      Math.min(sum('people'), sum('others')) < Math.max(SMALLEST.people, floor)
    const all = small ? null : pooled(found)
    if (all === null || all.degrees < SMALLEST.degrees)
      return { lag, difference: null, interval: null }
    return { lag, difference: all.difference, interval: all.interval }
  })
}
