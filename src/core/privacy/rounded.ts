import { length, type Period } from '#core/time/period.ts'

import { blocksOf, weeksIn } from './pieces.ts'
import { type Box, haveRoom, needOf, together } from './room.ts'
import { UNCERTAINTY } from './rule.ts'
import { type Ground, leavesOf, type Member, type Rungs, safeIn, sizeIn } from './told.ts'
import type { Node } from './units.ts'
import type { Part } from './uses.ts'

/** A rounded sum is at most so many times as far from either end as it is large: one in a hundred. */
const NEAREST = 100
/** Twice that: a step is from one end to the other. */
const SMALLEST = NEAREST / 2

const STEPS = [10, 15, 20, 30, 50, 70]

/**
 * Of a month's family, those who are safe alone but left over, so that others can't be worked out: told
 * between two numbers that leave those others room. Where in between is left to chance.
 */
export function roundMonth(ground: Ground, pooled: readonly Node[], period: Period): void {
  const { rounding, rule, uses } = ground
  const held = ({ leaves }: Pick<Node, 'leaves'>) => uses.sum({ ...period, leaves })
  if (!rounding || !safeIn(ground, { ...period, leaves: leavesOf(pooled) })) return
  const size = sizeIn(ground, period)
  const may = pooled.filter(({ leaves }) => safeIn(ground, { ...period, leaves }))
  const boxes = new Map<Node, Box>()
  for (const node of may.toSorted((a, b) => size(b) - size(a))) {
    const others = pooled.filter((other) => other !== node).map(held)
    const need = needOf(together(others), rule)
    // That nobody has anything in what is left would be told by an end that lies at the sum.
    const apart = together(others).people.size === 0 ? 0.25 : 0
    const room = { above: need.below, below: need.above, apart }
    const box = drawn(held(node).total, room, rounding.random)
    if (!box) continue
    const all = new Map([...boxes, [node, { ...box, held: held(node) }]])
    const rest = pooled.filter((other) => !all.has(other)).map(held)
    if (haveRoom([...all.values()], rest, rule)) boxes.set(node, { ...box, held: held(node) })
  }
  for (const [{ unit, own, leaves }, { low, high }] of boxes)
    rounding.tell({ node: { unit, own }, part: { ...period, leaves }, low, high })
}

type Room = {
  readonly above: number
  readonly below: number
  /** So much of a step is kept free at either end. */
  readonly apart: number
}

/** Two numbers, a step apart, with so much room; undefined where they would be too far apart. */
function drawn(
  total: number,
  { above, below, apart }: Room,
  random: () => number,
): Pick<Box, 'low' | 'high'> | undefined {
  const most = Math.floor(total / SMALLEST)
  for (const step of stepsTo(most)) {
    const free = apart * step
    const first = Math.ceil(total - step + Math.max(above, free))
    const last = Math.floor(total - Math.max(below, free))
    if (first > last) return undefined
    // Whether a step is small enough is asked of what is told alone, so that it tells no more.
    const low = first + Math.floor(random() * (last - first + 1))
    if (low >= step * SMALLEST) return { low, high: low + step }
  }
  return undefined
}

/** The steps up to a number, largest first. */
function stepsTo(most: number): readonly number[] {
  const steps: number[] = []
  for (let scale = 0.1; 10 * scale <= most; scale *= 10)
    steps.push(...STEPS.map((step) => Math.round(step * scale)))
  return [...new Set(steps)].filter((step) => step <= most).toSorted((a, b) => b - a)
}

/**
 * The Monday week in a piece, of those who are told only with the days beside it: the days have between
 * nothing and as much as the week can be told without. How much that is anyone may work out.
 */
export function roundWeek(
  ground: Ground,
  rungs: ReadonlyMap<Member, Rungs>,
  { period, from }: { readonly period: Period; readonly from: Rungs },
): void {
  const { rounding, rule, uses } = ground
  const [few, week, ...more] = weeksIn(period).toSorted((a, b) => length(a) - length(b))
  const last = blocksOf(period).length - 1
  // Of their whole the week must be told.
  if (!rounding || !few || !week || more.length > 0 || from.days >= last) return
  const left = [...rungs].filter(([, { days }]) => days >= last)
  const held = (part: Partial<Part>) => (member: Member) =>
    uses.sum({ ...period, leaves: member.leaves, ...part })
  const members = left.map(([member]) => member)
  if (![few, week].every((cut) => safeIn(ground, { ...cut, leaves: leavesOf(members) }))) return
  if (!left.every((one) => fillsWeek(ground, one, { period, week }))) return
  const size = sizeIn(ground, period)
  const boxes = new Map<Member, number>()
  const rooms = (of: ReadonlyMap<Member, number>) => {
    const rest = members.filter((member) => !of.has(member))
    return [few, week].every((cut) =>
      haveRoom(
        [...of].map(([member, step]) => {
          const whole = held({})(member).total
          const [low, high] = cut === few ? [0, step] : [whole - step, whole]
          return { held: held(cut)(member), low, high }
        }),
        rest.map(held(cut)),
        rule,
      ),
    )
  }
  for (const member of members.toSorted((a, b) => size(b) - size(a))) {
    const step = Math.floor(held({})(member).total / (SMALLEST + 1))
    if (member.node && step > 0 && rooms(new Map([...boxes, [member, step]])))
      boxes.set(member, step)
  }
  for (const [{ node, leaves }, step] of boxes) {
    if (!node) continue
    const whole = held({})({ node, leaves }).total
    rounding.tell({ node, part: { ...few, leaves }, low: 0, high: step })
    rounding.tell({ node, part: { ...week, leaves }, low: whole - step, high: whole })
  }
}

/**
 * Whether in the week alone there is enough of those nobody knows of to make up for a tenth more of anyone's
 * whole piece, in all tools and in each that is told: then the other days need not.
 */
function fillsWeek(
  { uses, rule, tools }: Ground,
  [{ leaves }, at]: readonly [Member, Rungs],
  { period, week }: { readonly period: Period; readonly week: Period },
): boolean {
  return [{}, ...(tools(period)[at.tools] ?? [])].every((cut) => {
    const sorted = [...uses.sum({ ...week, leaves, ...cut }).people.values()].toSorted(
      (a, b) => b - a,
    )
    const unknown = sorted.slice(1 + rule.known).reduce((sum, value) => sum + value, 0)
    const most = Math.max(0, ...uses.sum({ ...period, leaves, ...cut }).people.values())
    return (sorted.at(-1) ?? 0) >= 0 && unknown >= UNCERTAINTY * most
  })
}
