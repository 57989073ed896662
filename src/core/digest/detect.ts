import type { Value } from '#core/metric/metric.ts'

import { besidePeers } from './peers.ts'
import { type Dated, persistence, powers, weighed, within } from './persistence.ts'
import { normalBeyond, normalOfT, shrunk } from './spread.ts'

/** One number of one unit, week by week, oldest first: per head and working day, null where unknown. */
export type Look = {
  /** Looks of one group are compared with each other. */
  readonly group: string
  readonly values: readonly Value[]
  /** People in the unit. */
  readonly size: number
  /**
   * What one person usually comes to, in the unit of the values; added before the logarithm. A change
   * from two people to four is no doubling of anything, and a week of nothing is a week. 0 of ratios.
   */
  readonly floor: number
  /** `share`: what is counted of so many (active of all) is compared by differences, all else by ratios. */
  readonly scale: 'ratio' | 'share'
}

/** How the last weeks compare with those before. */
export type Move = {
  /** Index of the look. */
  readonly of: number
  /** Weeks that moved together: the last one, or the last three. */
  readonly weeks: number
  readonly direction: 'up' | 'down'
  /** How much more, or less, drawn towards none by how unsure it is: 0.2 is a fifth. */
  readonly change: number
  /** How many standard deviations out. */
  readonly out: number
  /** What these weeks would have come to, peers considered, in the look's own unit. */
  readonly usual: number
  readonly standsOut: boolean
}

export type Detected = {
  /** How many could be judged. */
  readonly looked: number
  readonly moves: readonly Move[]
  /** How far out is out, from the number of looks in a year. */
  readonly threshold: number
}

/** Weeks a number is judged by, before those that are judged. */
const HISTORY = 12
export const FEWEST_WEEKS = 8
const WINDOWS = [1, 3] as const
const WEEKS_A_YEAR = 52
/**
 * False alarms in a year of a company, all looks of all weeks together, if noise were as it is in books.
 * A tenth of what is promised: real noise has longer tails (docs/digests-method.md).
 */
const FALSE_ALARMS_A_YEAR = 0.1

/** Which numbers moved in their last known week (`at`, the last index), and how sure that is. */
export function detect(looks: readonly Look[], at: number): Detected {
  const moves = judged(looks, at)
  return { looked: moves.length, ...standing(moves, moves.length) }
}

/** How each number moved that could be judged, one move a look. */
export function judged(looks: readonly Look[], at: number): readonly Judged[] {
  const groups = Map.groupBy(
    looks.map((look, of) => ({ look, of })),
    ({ look }) => look.group,
  )
  const all = [...groups.values()].flatMap((group) => judge(group, at))
  return [...Map.groupBy(all, ({ of }) => of).values()].flatMap((moves) =>
    moves.toSorted((a, b) => Math.abs(b.out) - Math.abs(a.out)).slice(0, 1),
  )
}

/** Which of them stand out, where so many were judged in all. */
export function standing(
  moves: readonly Judged[],
  count: number,
): Pick<Detected, 'moves' | 'threshold'> {
  const threshold = normalBeyond(
    FALSE_ALARMS_A_YEAR / (2 * Math.max(1, count) * WINDOWS.length * WEEKS_A_YEAR),
  )
  return {
    threshold,
    moves: moves.map((move) => ({ ...move, standsOut: Math.abs(move.out) >= threshold })),
  }
}

type Grouped = readonly { readonly look: Look; readonly of: number }[]
export type Judged = Omit<Move, 'standsOut'>

function judge(group: Grouped, at: number): readonly Judged[] {
  const from = Math.max(0, at - HISTORY - Math.max(...WINDOWS) + 1)
  const cut = group.map(({ look }) => look.values.slice(from, at + 1))
  const logs = cut.map((values, n) => values.map((value) => scaled(value, group[n]?.look)))
  const beside = besidePeers(logs)
  const last = at - from
  return WINDOWS.flatMap((window) => {
    const parts = beside.map((values) => partsOf(values, { window, last }))
    const left = powers(persistence(parts.map((part) => part?.before ?? [])), last)
    const spreads = parts.map((part, n) => spreadOf(part?.before ?? [], group[n]?.look.size ?? 1))
    const steady = shrunk(spreads)
    return parts.flatMap((part, n): readonly Judged[] => {
      const [spread, one] = [steady[n], group[n]]
      if (!part || !spread || !one || spread.variance <= 0) return []
      const { before, now } = part
      const moved = mean(now) - mean(before)
      const weights = [
        ...now.map((week) => ({ at: week.at, weight: 1 / now.length })),
        ...before.map((week) => ({ at: week.at, weight: -1 / before.length })),
      ]
      const inflated =
        weighed(weights, left) /
        within(
          before.map((week) => week.at),
          left,
        )
      const error = Math.sqrt(spread.variance * inflated)
      const out = normalOfT(moved / error, spread.freedom)
      const usual = usualFor(cut[n] ?? [], { now, moved }, one.look)
      return [
        {
          of: one.of,
          weeks: window,
          direction: moved > 0 ? 'up' : 'down',
          change: changeOf(moved * Math.max(0, 1 - 1 / Math.max(1, out * out)), one.look, usual),
          out,
          usual,
        },
      ]
    })
  })
}

function scaled(value: Value, look: Look | undefined): Value {
  if (value === null || look === undefined) return null
  if (look.scale === 'share') return value
  return value + look.floor <= 0 ? null : Math.log(value + look.floor)
}

const mean = (weeks: Dated): number =>
  weeks.reduce((sum, { value }) => sum + value, 0) / Math.max(1, weeks.length)

/** What is judged and what it is judged by; undefined where too little is known. */
function partsOf(
  values: readonly Value[],
  { window, last }: { readonly window: number; readonly last: number },
): { readonly now: Dated; readonly before: Dated } | undefined {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]))
  const now = known.filter(({ at }) => at > last - window)
  const before = known.filter(({ at }) => at <= last - window).slice(-HISTORY)
  return now.length === window && before.length >= FEWEST_WEEKS ? { now, before } : undefined
}

function spreadOf(before: Dated, size: number) {
  const center = mean(before)
  const square = before.reduce((sum, { value }) => sum + (value - center) ** 2, 0)
  const freedom = Math.max(0, before.length - 1)
  return { variance: freedom > 0 ? square / freedom : 0, freedom, size }
}

/** What the weeks would have been without what moved them. */
function usualFor(
  values: readonly Value[],
  { now, moved }: { readonly now: Dated; readonly moved: number },
  { scale, floor }: Look,
): number {
  const known = now.flatMap(({ at }) => values[at] ?? [])
  const each = known.map((value) =>
    scale === 'share' ? value - moved : (value + floor) / Math.exp(moved) - floor,
  )
  return Math.max(0, each.reduce((sum, value) => sum + value, 0) / Math.max(1, each.length))
}

/** How much more or less, as a part of what is usual (or of what is left of it). */
function changeOf(moved: number, { scale, floor }: Look, usual: number): number {
  if (scale === 'ratio') return Math.expm1(Math.abs(moved))
  return Math.abs(moved) / Math.max(floor, Math.min(usual, usual + moved))
}
