import type { Weighed } from './pooled.ts'
import { meanOf, type Sums, weightOf } from './series.ts'

/** Weeks that are the measure of what was before. */
export const BASE = 4
/** Weeks before in which a drift is looked for, and weeks after: the most, and the fewest. */
export const TREND = 12
const FEWEST_TREND = 8
export const AFTER = 8
export const FEWEST_AFTER = 4

/** Those who began in week `start`; with whom they are compared in some week: who had not by then. */
export type Start = {
  readonly start: number
  readonly weeks: number
  readonly began: readonly Sums[]
  readonly notYet: (week: number) => readonly Sums[]
}

type Beside = Weighed & {
  readonly beside: number
  readonly people: number
  readonly others: number
}

export type Changed = Beside & { readonly before: Weighed }

/**
 * The group-time effect of Callaway and Sant'Anna for each of the weeks after, as their mean: how
 * those who began changed, less how those changed who had not yet. Nobody who has begun is ever
 * compared with, which is where two-way fixed effects go wrong. Unlike theirs the measure is not the
 * one week before but the mean of four: one week is mostly chance.
 *
 * `before` is how far the two were drifting apart in the twelve weeks before, carried on to the
 * weeks after. The measure is so short and these are so many because a drift that could be taken for
 * an effect is then steep enough to be seen.
 */
export function changed(one: Start): Changed | null {
  const { start } = one
  const reach = reachOf(one)
  if (reach === null) return null
  let [weight, sum, beside, later, people, others] = [0, 0, 0, 0, 0, 0]
  for (let week = start; week < reach.to; week++) {
    const found = groupTime(one, week)
    if (found === null) continue
    weight += found.weight
    sum += found.weight * found.effect
    beside += found.weight * found.beside
    later += found.weight * (week - start)
    people = Math.max(people, found.people)
    others = Math.max(others, found.others)
  }
  const drift = slope(reach.from, start, [one.began, one.notYet(start - 1)])
  if (weight === 0 || drift === null) return null
  const distance = later / weight + (BASE + 1) / 2
  return {
    effect: sum / weight,
    weight,
    beside: beside / weight,
    people,
    others,
    before: { effect: drift * distance, weight },
  }
}

/** The first week looked at, and the one after the last; null: there are too few. */
export function reachOf({ start, weeks }: Start): { from: number; to: number } | null {
  const from = Math.max(start - TREND, 0)
  const to = Math.min(start + AFTER, weeks)
  return start - from < FEWEST_TREND || to - start < FEWEST_AFTER ? null : { from, to }
}

/** How those who began had changed by a week, less how the others had; also before they began. */
export function groupTime({ start, began, notYet }: Start, week: number): Beside | null {
  const comparison = notYet(Math.max(week, start - 1))
  const base = [start - BASE, start] as const
  const [was, is] = [meanOf(began, ...base), meanOf(began, week, week + 1)]
  const [were, are] = [meanOf(comparison, ...base), meanOf(comparison, week, week + 1)]
  if (was === null || is === null || were === null || are === null) return null
  return {
    effect: is.mean - was.mean - (are.mean - were.mean),
    weight: weightOf(is.people, are.people),
    beside: are.mean,
    people: is.people,
    others: are.people,
  }
}

/** By how much the two sides move apart in a week. Null where too few weeks are known. */
function slope(
  from: number,
  to: number,
  sides: readonly [readonly Sums[], readonly Sums[]],
): number | null {
  const known = Array.from({ length: to - from }, (_, n) => from + n).flatMap((week) => {
    const [those, rest] = sides.map((side) => meanOf(side, week, week + 1))
    return those && rest
      ? [{ week, away: those.mean - rest.mean, weight: weightOf(those.people, rest.people) }]
      : []
  })
  if (known.length < FEWEST_TREND) return null
  let [total, middle] = [0, 0]
  for (const { week, weight } of known) {
    total += weight
    middle += weight * week
  }
  middle /= total
  let [across, squared] = [0, 0]
  for (const { week, away, weight } of known) {
    across += weight * (week - middle) * away
    squared += weight * (week - middle) ** 2
  }
  return across / squared
}
