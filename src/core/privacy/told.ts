import type { Period } from '#core/time/period.ts'

import { cascade } from './cascade.ts'
import type { Cell, Rounded } from './cell.ts'
import { blocksOf } from './pieces.ts'
import { isSafe, type Rule } from './rule.ts'
import type { Node } from './units.ts'
import type { Part, Uses } from './uses.ts'

/** A node, or (without one) those of its family that are told only together. */
export type Member = { readonly node: Cell['node']; readonly leaves: readonly number[] }

/** How fine a member is told in one period: 0 is the finest. */
export type Rungs = { readonly days: number; readonly tools: number }

/** The ways to keep the first tools apart, finest first; the last keeps none apart. */
export type ToolRungs = readonly (readonly Pick<Part, 'tools' | 'otherThan'>[])[]

export function toolRungs(tools: readonly number[], hasOthers: boolean): ToolRungs {
  return tools
    .map((_, n) => tools.slice(0, tools.length - n))
    .map((apart) => [
      ...apart.map((tool) => ({ tools: [tool] })),
      ...(hasOthers || apart.length < tools.length ? [{ otherThan: apart }] : []),
    ])
    .concat([[]])
}

/** What is safe of some uses, and what was decided to be told of them. */
export type Ground = {
  readonly uses: Uses
  readonly rule: Rule
  /** Of a period: new tools come, and are told as others until the month ends. */
  readonly tools: (period: Period) => ToolRungs
  readonly tell: (cell: Cell) => void
  /** Where sums may be told rounded. */
  readonly rounding?: Rounding | undefined
}

type Rounding = {
  /** From 0 to below 1; nobody who reads what is told may know it. */
  readonly random: () => number
  readonly tell: (rounded: Rounded) => void
}

export const safeIn = ({ uses, rule }: Pick<Ground, 'uses' | 'rule'>, part: Part): boolean =>
  isSafe(uses.sum(part).people.values(), rule)

export const leavesOf = (members: readonly Pick<Node, 'leaves'>[]) =>
  members.flatMap(({ leaves }) => leaves)

/** How few people are in it: the least are pooled first. */
export const sizeIn =
  ({ uses }: Pick<Ground, 'uses'>, period: Period) =>
  ({ leaves }: Pick<Node, 'leaves'>): number =>
    uses.sum({ ...period, leaves }).people.size

/** Tells a family's members in one period, each as finely as is safe; no finer than `from`, their whole. */
export function tellFamily(
  ground: Ground,
  members: readonly Member[],
  {
    period,
    from,
    byDay,
  }: { readonly period: Period; readonly from: Rungs; readonly byDay: boolean },
): ReadonlyMap<Member, Rungs> {
  const { tell } = ground
  const days = byDay ? blocksOf(period) : [[period]]
  const tools = ground.tools(period)
  const part = (group: readonly Member[], more: Partial<Part> = {}): Part => ({
    ...period,
    leaves: leavesOf(group),
    ...more,
  })
  const ladder = (rungs: readonly (readonly Partial<Part>[])[], first: number) =>
    cascade(members, {
      from: first,
      rungs: rungs.length,
      safe: (group, rung) => (rungs[rung] ?? []).every((cut) => safeIn(ground, part(group, cut))),
      size: sizeIn(ground, period),
    })
  const inDays = ladder(days, byDay ? from.days : 0)
  const inTools = ladder(tools, from.tools)
  const write = (
    group: readonly Member[],
    split: 'none' | 'tool',
    cuts: readonly Partial<Part>[],
  ) => {
    const node = group.length === 1 ? (group[0]?.node ?? null) : null
    for (const cut of cuts) tell({ node, split, part: part(group, cut) })
  }
  for (const { rung, members } of inDays.pools) write(members, 'none', days[rung] ?? [])
  for (const { rung, members } of inTools.pools) write(members, 'tool', tools[rung] ?? [])
  const rungsOf = new Map<Member, Rungs>()
  for (const member of members) {
    const at = { days: inDays.rungOf.get(member) ?? 0, tools: inTools.rungOf.get(member) ?? 0 }
    rungsOf.set(member, at)
    write([member], 'none', [...(at.days < days.length - 1 ? (days[at.days] ?? []) : []), period])
    write([member], 'tool', tools[at.tools] ?? [])
  }
  return rungsOf
}
