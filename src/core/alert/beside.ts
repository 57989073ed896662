import { besidePeers, FEWEST_PEERS } from '#core/digest/peers.ts'
import { normalOfT, shrunk } from '#core/digest/spread.ts'
import { middle } from '#core/insight/middle.ts'
import type { Value } from '#core/metric/metric.ts'

/** How other teams did that day: the middle of their changes from what is usual, 0.2 for a fifth more. */
export type Beside = { readonly others: number; readonly change: number }

/** Same weekdays before a day that it is compared with. */
export const WEEKS = 8
/** With fewer of them known a day has nothing to be compared with. */
export const FEWEST = 5

/** A day and the same weekday of the weeks before it, oldest first; `usual` is their middle. */
export type Weekdays = {
  /** Its path; null for what is no team. */
  readonly team: string | null
  readonly weeks: readonly Value[]
  readonly before: readonly number[]
  readonly now: Value
  readonly usual: number
}

/** Added before the logarithm, as a part of what is usual: a day of nothing is a day. */
const CUSHION = 0.1
/** What is left of the others without a quarter of them, so that several lone ones hide no other. */
const NEAREST = 0.75
/** A normal deviation is so many of those of its nearest three quarters. */
const OF_NEAREST = 1.647

/** The weeks before and the day itself, which is the last. `one`: what counts for nothing, a dollar or a message. */
export function logsOf({ weeks, now, usual }: Weekdays, one: number): readonly Value[] {
  const cushion = Math.max(one, CUSHION * usual)
  return [...weeks, now].map((value) => (value === null ? null : Math.log(value + cushion)))
}

/** How many standard deviations the last is above those before; 0 where it is not above them. */
export function out(logs: readonly Value[]): number {
  const { moved, n, variance, freedom } = spreadOf(logs)
  return outOf(moved, variance * (1 + 1 / n), freedom)
}

/**
 * Of each team that can be compared that day, how far out it is without what moved the others, its own
 * move left out of that; and what did. Nobody where too few can.
 */
export function besideOthers(
  all: readonly Weekdays[],
  one: number,
): ReadonlyMap<Weekdays, { readonly out: number; readonly beside: Beside }> {
  const there = all.filter(
    ({ team, now, before, usual }) =>
      team !== null && now !== null && before.length >= FEWEST && usual > 0,
  )
  if (there.length <= FEWEST_PEERS) return new Map()
  const logs = there.map((look) => logsOf(look, one))
  // A week of which few are known says nothing of what moved everyone.
  const full = Array.from(
    { length: WEEKS + 1 },
    (_, week) => logs.filter((values) => values[week] !== null).length > FEWEST_PEERS,
  )
  const known = logs.map((values) => values.map((value, week) => (full[week] ? value : null)))
  const spreads = besidePeers(known).map(spreadOf)
  const steady = shrunk(spreads)
  const squares = spreads.map(({ moved }) => moved ** 2)
  const changes = there.map(({ now, usual }) => (now ?? usual) / usual - 1)
  return new Map(
    there.flatMap((look, of) => {
      const [spread, { variance, freedom } = { variance: 0, freedom: 1 }] = [
        spreads[of],
        steady[of],
      ]
      if (!spread || spread.n < FEWEST) return []
      // What moves everyone does not move everyone alike: the others say how unlike.
      const unlike = unlikeOf(squares.toSpliced(of, 1))
      const error = Math.max(variance * (1 + 1 / spread.n), unlike)
      const others = changes.toSpliced(of, 1)
      const beside = { others: others.length, change: middle(others) }
      return [[look, { out: outOf(spread.moved, error, freedom), beside }] as const]
    }),
  )
}

function unlikeOf(squares: readonly number[]): number {
  const nearest = squares.toSorted((a, b) => a - b).slice(0, Math.ceil(squares.length * NEAREST))
  return (OF_NEAREST ** 2 * nearest.reduce((sum, one) => sum + one, 0)) / nearest.length
}

function spreadOf(logs: readonly Value[]) {
  const before = logs.slice(0, -1).filter((value) => value !== null)
  const mean = before.reduce((sum, value) => sum + value, 0) / Math.max(1, before.length)
  const square = before.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const freedom = Math.max(1, before.length - 1)
  const moved = (logs.at(-1) ?? mean) - mean
  return { moved, n: before.length, variance: square / freedom, freedom, size: 1 }
}

const outOf = (moved: number, square: number, freedom: number): number =>
  moved > 0 ? normalOfT(moved / Math.sqrt(square), freedom) : 0
