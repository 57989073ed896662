import { type Dated, promisedSince } from '#core/policy/history.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { TREND } from './before-after.ts'
import { LEVEL_WEEKS } from './segment.ts'

/** A week's levels of use are of the weeks up to it: no floor promised on any of their days is taken back. */
export const weekFloor = (week: Day, history: readonly Dated[]): number =>
  promisedSince(addDays(week, -7 * (LEVEL_WEEKS - 1)), history).floor

/** Answers are of the weeks from `since` on and of those before it in which a drift is looked for. */
export const answersFloor = (since: Day, history: readonly Dated[]): number =>
  weekFloor(addDays(since, -7 * TREND), history)
