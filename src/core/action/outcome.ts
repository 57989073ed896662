import { middle } from '#core/insight/middle.ts'
import type { Value } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'

/** A unit's closed weeks, as many as there are `mondays`: what was measured, or null. */
type UnitSeries = { readonly unit: string; readonly values: readonly Value[] }

export type Weeks = { readonly mondays: readonly Day[]; readonly units: readonly UnitSeries[] }

/**
 * What will be looked at, settled before anything was done. No week of `before` is one in which the
 * finding was made: an unusual week is followed by a more usual one, whatever anybody does.
 */
export type Plan = {
  readonly unit: string
  readonly before: readonly Day[]
  readonly after: readonly Day[]
  /** Units like it in which nothing was done. */
  readonly comparison: readonly string[]
  /** The smallest change, as a fraction, that could be told from chance; null with too few units. */
  readonly visible: number | null
  /** Where it was drawn who starts. */
  readonly draw?: Drawn
}

/** Who starts first was drawn among units in which the same was found; the others wait. */
export type Drawn = {
  readonly first: readonly string[]
  readonly waits: readonly string[]
  /** 64 hex digits, and their SHA-256 in hex: that stood in the trail before anything was drawn. */
  readonly seed: string
  readonly commitment: string
}

export type Judged = {
  readonly verdict: 'rose' | 'fell' | 'no visible change' | 'too few units' | 'not known'
  /** The unit's change beyond that of the others, as a fraction: 0.18 is 18 % more. */
  readonly effect: number | null
  /** The 95 % interval of it; null with too few units. */
  readonly interval: readonly [number, number] | null
  readonly units: number
  readonly visible: number | null
}

export const BEFORE = 6
export const FEWEST_BEFORE = 4
/** Weeks looked at once the one has passed in which it was begun. */
export const AFTER = 4
/** One in twenty by chance alone needs nineteen others. */
export const FEWEST_UNITS = 19
const MOST_UNITS = 60
/** Units within this factor of its level are like it. */
const ALIKE = 4

export type Planning = {
  readonly unit: string
  readonly weeks: Weeks
  /** Mondays of the weeks in which it was found. */
  readonly found: readonly Day[]
  /** Units in which something was done, or is being done. */
  readonly acted: ReadonlySet<string>
  /** Units in which the same was found. */
  readonly alsoFound: ReadonlySet<string>
  readonly week: (monday: Day, weeks: number) => Day
}

/** Settles it from the weeks that are closed; the reason why it can't be. */
export function planned(planning: Planning): Plan | { readonly why: string } {
  const { unit, weeks, found, week } = planning
  const at = indexed(weeks)
  const own = weeks.units.find((one) => one.unit === unit)
  const last = weeks.mondays.at(-1)
  if (own === undefined || last === undefined) return { why: 'nothing is known of it' }
  const usable = weeks.mondays.filter(
    (monday) => !found.includes(monday) && isPositive(own.values[at(monday)]),
  )
  const before = usable.slice(-BEFORE)
  if (before.length < FEWEST_BEFORE)
    return {
      why: `only ${before.length} weeks before it are known, and ${FEWEST_BEFORE} are needed`,
    }
  // The week that runs now is the one in which it is begun.
  const after = Array.from({ length: AFTER }, (_, n) => week(last, n + 2))
  const comparison = alike(planning, before).slice(0, MOST_UNITS)
  return { unit, before, after, comparison, visible: visibleIn(weeks, { before, comparison }) }
}

/** Those in which the same was found first, then the nearest in level. */
function alike(
  { unit, weeks, acted, alsoFound }: Planning,
  before: readonly Day[],
): readonly string[] {
  const level = (name: string) => meanLog(weeks, name, before)
  const own = level(unit)
  if (own === null) return []
  const others = weeks.units.flatMap((other) => {
    if (other.unit === unit || acted.has(other.unit)) return []
    // Neither a part of it nor what it is a part of.
    if (other.unit.startsWith(`${unit}/`) || unit.startsWith(`${other.unit}/`)) return []
    const theirs = level(other.unit)
    const away = theirs === null ? Infinity : Math.abs(theirs - own)
    return away <= Math.log(ALIKE) ? [{ name: other.unit, away }] : []
  })
  const same = others.filter(({ name }) => alsoFound.has(name))
  const from = same.length >= FEWEST_UNITS ? same : others
  return from
    .toSorted((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name)
}

/** What the others' chance alone would have hidden, had it begun as many weeks ago as are looked at. */
function visibleIn(
  weeks: Weeks,
  { before, comparison }: Pick<Plan, 'before' | 'comparison'>,
): number | null {
  const half = Math.floor(before.length / 2)
  const [early, late] = [before.slice(0, half), before.slice(half)]
  const changes = changesOf(weeks, { before: early, after: late, units: comparison })
  // Half as many weeks on each side vary more than all of them will.
  const scale = Math.sqrt((1 / BEFORE + 1 / AFTER) / (1 / early.length + 1 / late.length))
  const far = farthest(changes.map(({ change }) => change * scale))
  return far === null ? null : Math.expm1(far)
}

/** Late days are in by then, and few vendors restate them any more. */
const SETTLED_DAYS = 3

/** The day on which the last of these weeks is closed and settled. */
export function judgedOn(after: readonly Day[]): Day | undefined {
  const last = after.at(-1)
  return last && addDays(last, 7 + SETTLED_DAYS)
}

/** What became of it, once all weeks of the plan are closed. */
export function judged(plan: Plan, weeks: Weeks): Judged {
  const { unit, before, after, comparison, visible } = plan
  const nothing = { effect: null, interval: null, units: 0, visible }
  const [own] = changesOf(weeks, { before, after, units: [unit] })
  if (own === undefined) return { verdict: 'not known', ...nothing }
  const others = changesOf(weeks, { before, after, units: comparison })
  const units = others.length
  if (units === 0) return { verdict: 'too few units', ...nothing }
  const effect = own.change - middle(others.map(({ change }) => change))
  const known = { effect: Math.expm1(effect), units, visible }
  // Each in units of how much its own weeks vary: one that always varies must change more to be told apart.
  const usual = middle(others.map(({ noise }) => noise))
  const noiseOf = ({ noise }: Change) => drawn(noise, usual, before.length)
  const center = middle(others.map(({ change }) => change))
  const far = farthest(others.map((other) => (other.change - center) / noiseOf(other)))
  if (far === null) return { verdict: 'too few units', interval: null, ...known }
  // What stands out is more often what always varies: of its own spread nothing is taken away.
  const reach = far * Math.max(own.noise, noiseOf(own))
  const interval = [Math.expm1(effect - reach), Math.expm1(effect + reach)] as const
  if (Math.abs(effect) <= reach) return { verdict: 'no visible change', interval, ...known }
  return { verdict: effect > 0 ? 'rose' : 'fell', interval, ...known }
}

/** As good as so many weeks of one's own. */
const USUAL_WEEKS = 6

/** A spread of few weeks, drawn towards the usual one. */
const drawn = (own: number, usual: number, weeks: number) =>
  Math.sqrt((weeks * own ** 2 + USUAL_WEEKS * usual ** 2) / (weeks + USUAL_WEEKS))

type Change = { readonly change: number; readonly noise: number }

/** Logarithm of the mean after over the mean before; units with an unknown week have none. */
export function changesOf(
  weeks: Weeks,
  {
    before,
    after,
    units,
  }: { before: readonly Day[]; after: readonly Day[]; units: readonly string[] },
): readonly Change[] {
  return units.flatMap((unit) => {
    const [was, is] = [logs(weeks, unit, before), logs(weeks, unit, after)]
    if (was === null || is === null) return []
    return [{ change: mean(is) - mean(was), noise: Math.max(spread(was), 1e-6) }]
  })
}

/** How far from the middle of the others one of them lies in nineteen of twenty cases. */
function farthest(changes: readonly number[]): number | null {
  if (changes.length < FEWEST_UNITS) return null
  const away = changes
    .map((change, at) => Math.abs(change - middle(changes.toSpliced(at, 1))))
    .toSorted((a, b) => a - b)
  return away[Math.ceil(0.95 * (away.length + 1)) - 1] ?? null
}

const indexed = (weeks: Weeks) => {
  const at = new Map(weeks.mondays.map((monday, n) => [monday, n]))
  return (monday: Day) => at.get(monday) ?? -1
}

/** Null where a week is unknown, or nothing at all was used. */
function logs(weeks: Weeks, unit: string, mondays: readonly Day[]): readonly number[] | null {
  const at = indexed(weeks)
  const own = weeks.units.find((one) => one.unit === unit)
  const values = mondays.map((monday) => own?.values[at(monday)])
  return mondays.length > 0 && values.every(isPositive) ? values.map(Math.log) : null
}

function meanLog(weeks: Weeks, unit: string, mondays: readonly Day[]): number | null {
  const values = logs(weeks, unit, mondays)
  return values && mean(values)
}

export const isPositive = (value: Value | undefined): value is number =>
  value !== null && value !== undefined && value > 0

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function spread(values: readonly number[]): number {
  const center = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)))
}
