import { dayNumber } from '#core/time/day-number.ts'
import type { Day } from '#core/time/day.ts'

import type { Action } from './action.ts'
import {
  AFTER,
  BEFORE,
  changesOf,
  type Drawn,
  FEWEST_BEFORE,
  FEWEST_UNITS,
  isPositive,
  type Judged,
  type Plan,
  type Weeks,
} from './outcome.ts'
import { permuted } from './permute.ts'

/** What one draw is among: actions that nobody has taken on, for the same number of several units. */
export type Drawable = Pick<Action, 'id' | 'view' | 'unit' | 'watched' | 'state'>

const sameOf = ({ view, watched }: Drawable): string =>
  JSON.stringify([view, watched?.metric, watched?.wanted])

const waitsOn = ({ state }: Drawable, today: Day): boolean =>
  state.kind === 'open' || (state.kind === 'snoozed' && state.until <= today)

const within = (one: string, other: string): boolean => one.startsWith(`${other}/`)

/** Actions of which it can be drawn who starts: the most that are alike, lowest number first. */
export function qualifying<A extends Drawable>(actions: readonly A[], today: Day): readonly A[] {
  const able = actions.filter(
    (one) => one.unit !== null && one.watched !== null && waitsOn(one, today),
  )
  const [most = []] = [...Map.groupBy(able, sameOf).values()]
    .map((alike) => apart(alike.toSorted((a, b) => a.id - b.id)))
    .toSorted((a, b) => b.length - a.length)
  return most.length > 1 ? most : []
}

/** One action a unit, and no unit within another: of those that clash, the first. */
function apart<A extends Drawable>(actions: readonly A[]): readonly A[] {
  const chosen: A[] = []
  for (const one of actions) if (!chosen.some((other) => clash(other, one))) chosen.push(one)
  return chosen
}

const clash = ({ unit: one }: Drawable, { unit: other }: Drawable): boolean =>
  one === null || other === null || one === other || within(one, other) || within(other, one)

/** Why it can't be drawn among these; undefined where it can. */
export function notDrawable(actions: readonly Drawable[], today: Day): string | undefined {
  if (actions.length < 2) return 'it takes two actions or more'
  const taken = actions.find((one) => !waitsOn(one, today))
  if (taken) return `action ${taken.id} does not wait for anybody`
  const whole = actions.find(({ unit, watched }) => unit === null || watched === null)
  if (whole) return `of action ${whole.id} no team's number is watched`
  if (new Set(actions.map(sameOf)).size > 1) return 'they are not for the same number'
  if (apart(actions).length < actions.length) return 'one of the teams is, or is within, another'
  return undefined
}

/**
 * Half of them, and one more of an odd number, in the order of the SHA-256 of `SEED:UNIT`: whoever has the
 * seed draws the same.
 */
export function drawn(
  units: readonly string[],
  { seed, sha256 }: { readonly seed: string; readonly sha256: (text: string) => string },
): Drawn {
  const order = units
    .map((unit) => ({ unit, place: sha256(`${seed}:${unit}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ unit }) => unit)
  const half = Math.ceil(order.length / 2)
  const [first, waits] = [order.slice(0, half), order.slice(half)]
  return { first, waits, seed, commitment: sha256(seed) }
}

type Planning = {
  readonly draw: Drawn
  readonly weeks: Weeks
  /** Mondays of the weeks in which it was found of one of them. */
  readonly found: ReadonlySet<Day>
  readonly week: (monday: Day, weeks: number) => Day
}

/** What is looked at of each that starts first, settled with the draw. */
export function plannedDraw(planning: Planning): Omit<Plan, 'unit'> | { readonly why: string } {
  const { draw, weeks, found, week } = planning
  const units = [...draw.first, ...draw.waits]
  const last = weeks.mondays.at(-1)
  const of = (unit: string) => weeks.units.find((one) => one.unit === unit)?.values
  const before = weeks.mondays
    .filter((monday, at) => !found.has(monday) && units.every((unit) => isPositive(of(unit)?.[at])))
    .slice(-BEFORE)
  if (last === undefined || before.length < FEWEST_BEFORE)
    return {
      why: `only ${before.length} weeks before it are known of all, and ${FEWEST_BEFORE} are needed`,
    }
  const after = Array.from({ length: AFTER }, (_, n) => week(last, n + 2))
  return { before, after, comparison: draw.waits, draw, visible: visibleBy(weeks, before, draw) }
}

/** The difference that nineteen of twenty other draws stay within, had nothing been done. */
function visibleBy(weeks: Weeks, before: readonly Day[], draw: Drawn): number | null {
  const half = Math.floor(before.length / 2)
  const [early, late] = [before.slice(0, half), before.slice(half)]
  const units = [...draw.first, ...draw.waits]
  if (units.length <= FEWEST_UNITS) return null
  const changes = units.flatMap((unit) =>
    changesOf(weeks, { before: early, after: late, units: [unit] }).map(({ change }) => change),
  )
  if (changes.length < units.length) return null
  // Half as many weeks on each side vary more than all of them will.
  const scale = Math.sqrt((1 / BEFORE + 1 / AFTER) / (1 / early.length + 1 / late.length))
  const far = permuted(changes.length, draw.first.length, seedOf(draw))
    .map((chosen) => Math.abs(difference(changes, chosen)))
    .toSorted((a, b) => a - b)
  return Math.expm1((far[Math.ceil(0.95 * far.length) - 1] ?? 0) * scale)
}

const seedOf = ({ seed }: Drawn): number => Number.parseInt(seed.slice(0, 8), 16)

/** The mean of the chosen less that of the rest. */
function difference(values: readonly number[], chosen: ReadonlySet<number>): number {
  let [inside, outside] = [0, 0]
  for (const [n, value] of values.entries()) {
    if (chosen.has(n)) inside += value
    else outside += value
  }
  return inside / chosen.size - outside / (values.length - chosen.size)
}

/**
 * What came of a draw, once its weeks are closed: as every other draw of the same units would have it,
 * had the effect been another. Where a unit's weeks are missing, it is taken out of all draws.
 */
export function judgedDraw({ before, after, visible }: Plan, draw: Drawn, weeks: Weeks): Judged {
  const known = (units: readonly string[]) =>
    units.flatMap((unit) =>
      changesOf(weeks, { before, after, units: [unit] }).map(({ change }) => change),
    )
  const [first, waits] = [known(draw.first), known(draw.waits)]
  const units = first.length + waits.length - 1
  if (first.length === 0 || waits.length === 0)
    return { verdict: 'not known', effect: null, interval: null, units: 0, visible }
  const changes = [...first, ...waits]
  const given = new Set(first.keys())
  const effect = difference(changes, given)
  const told = { effect: Math.expm1(effect), units, visible }
  if (units < FEWEST_UNITS) return { verdict: 'too few units', interval: null, ...told }
  const started = changes.map((_, n) => (given.has(n) ? 1 : 0))
  const others = permuted(changes.length, first.length, seedOf(draw)).map((chosen) => ({
    moved: difference(changes, chosen),
    overlap: difference(started, chosen),
  }))
  /** How many draws would show as much, if the effect were this. */
  const chance = (assumed: number): number => {
    const seen = Math.abs(effect - assumed) - 1e-12
    const asMuch = others.filter(
      ({ moved, overlap }) => Math.abs(moved - assumed * overlap) >= seen,
    ).length
    return (asMuch + 1) / (others.length + 1)
  }
  const isChance = chance(0) > 0.05
  const end = (side: 1 | -1): number => {
    const toZero = Math.sign(effect) === -side
    // No effect at all is within exactly where nothing is claimed.
    let [inside, outside] = toZero && isChance ? [Math.abs(effect), Math.abs(effect) + 1] : [0, 1]
    if (toZero && !isChance) outside = Math.abs(effect)
    else while (chance(effect + side * outside) > 0.05 && outside < 64) outside *= 2
    for (let step = 0; step < 40; step += 1) {
      const middle = (inside + outside) / 2
      if (chance(effect + side * middle) > 0.05) inside = middle
      else outside = middle
    }
    return effect + side * inside
  }
  const interval = [Math.expm1(end(-1)), Math.expm1(end(1))] as const
  if (isChance) return { verdict: 'no visible change', interval, ...told }
  return { verdict: effect > 0 ? 'rose' : 'fell', interval, ...told }
}

/** Which action keeps this one waiting: it was drawn to start later, and the weeks are not over. */
export function keptWaiting(
  { unit, view }: Drawable,
  all: readonly Action[],
  today: Day,
): Day | undefined {
  const until = all.flatMap(({ outcome, view: of }) => {
    const plan = outcome.kind === 'planned' && of === view ? outcome.plan : undefined
    const last = plan?.after.at(-1)
    return unit !== null && last !== undefined && plan?.draw?.waits.includes(unit) ? [last] : []
  })
  const [last] = until.toSorted().toReversed()
  return last !== undefined && dayNumber(today) <= dayNumber(last) + 6 ? last : undefined
}
