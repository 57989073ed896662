import { addDays } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import type { Cell, Detail } from './cell.ts'
import { blocksOf } from './pieces.ts'
import { isSafe, type Rule } from './rule.ts'
import { tellSplits } from './splits.ts'
import {
  type Ground,
  leavesOf,
  type Member,
  type Rungs,
  safeIn,
  sizeIn,
  tellFamily,
  toolRungs,
} from './told.ts'
import { nameOf, type Node } from './units.ts'
import type { Part, Uses } from './uses.ts'

/** One number's month, as far as it has closed. */
export type Month = {
  readonly tree: Node
  readonly uses: Uses
  /** The pieces that have closed, in order; at least one. */
  readonly closed: readonly Period[]
  /** All of the month's pieces. */
  readonly pieces: readonly Period[]
  /** Set once all pieces have closed. */
  readonly whole?: Period | undefined
  /** As decided when the month's first piece closed. */
  readonly detail?: Detail | undefined
  /** The month before, to foresee what this one's pieces will be like. */
  readonly before?: { readonly uses: Uses; readonly whole: Period } | undefined
  readonly rule: Rule
}

/** How fine a family's whole is told in each piece in which it is. */
type Above = ReadonlyMap<Period, Rungs>

/** The same weekdays are looked for so many weeks back: through a month of five. */
const WEEKS_BACK = 9

type Deciding = Month & { readonly ground: Ground; readonly chosen: string[] }

/**
 * What is told of one number's month. Every cell is safe, every family adds up to its whole, and a
 * part below is never cut finer than the part above it: `docs/privacy-cells.md` says why that is enough.
 */
export function decideMonth(month: Month): {
  readonly cells: readonly Cell[]
  readonly detail: Detail
} {
  const { tree, uses, closed, rule } = month
  const cells: Cell[] = []
  const tools = month.detail?.tools ?? toolsBySize(month)
  const others = uses.all.filter(({ tool }) => !tools.includes(tool))
  const ground: Ground = {
    uses,
    rule,
    tools: ({ from, to }) =>
      toolRungs(
        tools,
        others.some(({ day }) => day >= from && day <= to),
      ),
    tell: (cell) => cells.push(cell),
  }
  const chosen: string[] = []
  const above = new Map(closed.flatMap((piece) => tellCompany(ground, tree, piece)))
  tellPieces({ ...month, ground, chosen }, tree.kids, above)
  return { cells, detail: month.detail ?? { pieces: chosen, tools } }
}

/** Tools by how many people used them: those of the most are kept apart longest. */
function toolsBySize({ uses, tree, closed }: Month): readonly number[] {
  const people = (tool: number) =>
    closed.reduce(
      (sum, piece) => sum + uses.sum({ ...piece, leaves: tree.leaves, tools: [tool] }).people.size,
      0,
    )
  const tools = [...new Set(uses.all.map(({ tool }) => tool))].map((tool) => ({
    tool,
    size: people(tool),
  }))
  return tools.toSorted((a, b) => b.size - a.size || a.tool - b.tool).map(({ tool }) => tool)
}

function tellCompany(
  ground: Ground,
  tree: Node,
  piece: Period,
): readonly (readonly [Period, Rungs])[] {
  const whole = { ...piece, leaves: tree.leaves }
  if (!safeIn(ground, whole)) return []
  const days = blocksOf(piece)
  const from = {
    days: days.findIndex((cuts) => cuts.every((cut) => safeIn(ground, { ...whole, ...cut }))),
    tools: ground
      .tools(piece)
      .findIndex((cuts) => cuts.every((cut) => safeIn(ground, { ...whole, ...cut }))),
  }
  tellFamily(ground, [{ node: tree, leaves: tree.leaves }], { period: piece, from, byDay: true })
  tellSplits(ground, whole, from.tools)
  return [[piece, from]]
}

/** A family, piece by piece; then those of it that are told by the month; then the families below. */
function tellPieces(month: Deciding, kids: readonly Node[], above: Above): void {
  if (kids.length === 0) return
  const { ground, closed, whole } = month
  const chosen = choose(month, kids, above)
  month.chosen.push(...chosen.map(nameOf))
  const rest = kids.filter((kid) => !chosen.includes(kid))
  const below = new Map(chosen.map((kid) => [kid, new Map<Period, Rungs>()]))
  const hidden: Part[] = []
  let restTools = 0
  for (const [period, from] of above) {
    const { told, pooled } = separate(chosen, {
      safe: (group) => safeIn(ground, { ...period, leaves: leavesOf(group) }),
      size: sizeIn(ground, period),
      always: rest,
    })
    const members: readonly Member[] = [
      ...told.map((node) => ({ node, leaves: node.leaves })),
      ...(pooled.length > 0 ? [{ node: null, leaves: leavesOf(pooled) }] : []),
    ]
    const rungs =
      told.length > 0 ? tellFamily(ground, members, { period, from, byDay: true }) : undefined
    for (const [member, at] of rungs ?? []) {
      const kid = told.find((node) => node === member.node)
      if (kid) below.get(kid)?.set(period, at)
      else restTools = Math.max(restTools, at.tools)
    }
    if (!rungs) restTools = Math.max(restTools, from.tools)
    for (const kid of chosen)
      if (!told.includes(kid)) hidden.push({ ...period, leaves: kid.leaves })
  }
  if (whole && above.size === closed.length)
    tellMonth(ground, rest, { period: whole, tools: restTools, hidden })
  for (const [kid, at] of below) tellPieces(month, kid.kids, at)
}

/** Who is told piece by piece: those who are safe in each, such that the others are, together. */
function choose(month: Deciding, kids: readonly Node[], above: Above) {
  const { ground, detail } = month
  if (detail) return kids.filter((kid) => detail.pieces.includes(nameOf(kid)))
  const pieces = [...above.keys()]
  if (pieces.length === 0) return []
  const may = kids.filter((kid) => isExpectedSafe(month, kid))
  const { told } = separate(may, {
    safe: (group) => pieces.every((piece) => safeIn(ground, { ...piece, leaves: leavesOf(group) })),
    size: ({ leaves }) => pieces.reduce((sum, piece) => sum + sizeIn(ground, piece)({ leaves }), 0),
    always: kids.filter((kid) => !may.includes(kid)),
  })
  return told
}

/**
 * Whether a node would have been safe on the same weekdays of the month before. Who is left over in a
 * piece after all is no danger, but others of the family then have to be.
 */
function isExpectedSafe({ ground, before, whole, pieces }: Deciding, { leaves }: Node): boolean {
  if (whole || !before) return true
  const { uses, rule } = { ...ground, ...before }
  return pieces.every((piece) => {
    for (let days = 7; days <= 7 * WEEKS_BACK; days += 7) {
      const [from, to] = [addDays(piece.from, -days), addDays(piece.to, -days)]
      const isIn = from >= before.whole.from && to <= before.whole.to
      if (isIn && !safeIn({ uses, rule }, { from, to, leaves })) return false
    }
    return true
  })
}

type Monthly = {
  readonly period: Period
  readonly tools: number
  /** Pieces in which one who is told piece by piece was left over: they would follow from the month. */
  readonly hidden?: readonly Part[]
}

function tellMonth(ground: Ground, kids: readonly Node[], monthly: Monthly): void {
  const { period, tools, hidden = [] } = monthly
  if (hidden.length > 0) {
    tellBeside(ground, kids, { period, hidden })
    return
  }
  const { told, pooled } = separate(kids, {
    safe: (group) => safeIn(ground, { ...period, leaves: leavesOf(group) }),
    size: sizeIn(ground, period),
  })
  if (told.length === 0) return
  const members: readonly Member[] = [
    ...told.map((node) => ({ node, leaves: node.leaves })),
    ...(pooled.length > 0 ? [{ node: null, leaves: leavesOf(pooled) }] : []),
  ]
  const rungs = tellFamily(ground, members, { period, from: { days: 0, tools }, byDay: false })
  for (const kid of told) {
    const member = members.find(({ node }) => node === kid)
    const at = member && rungs.get(member)
    if (at) tellMonth(ground, kid.kids, { period, tools: at.tools })
  }
}

/** As a month, with what was left over of others in the pool: neither its tools nor what is below is told. */
function tellBeside(
  ground: Ground,
  kids: readonly Node[],
  { period, hidden }: { readonly period: Period; readonly hidden: readonly Part[] },
): void {
  type Piece = { readonly node: Node | null; readonly part: Part }
  const members = kids.map((node): Piece => ({ node, part: { ...period, leaves: node.leaves } }))
  const { told } = separate<Piece>(members, {
    safe: (group) =>
      isSafe(
        together(
          ground.uses,
          group.map(({ part }) => part),
        ).values(),
        ground.rule,
      ),
    size: ({ part }) => ground.uses.sum(part).people.size,
    always: hidden.map((part) => ({ node: null, part })),
  })
  for (const { node, part } of told) ground.tell({ node, part, split: 'none' })
}

function together(uses: Uses, parts: readonly Part[]): ReadonlyMap<number, number> {
  const people = new Map<number, number>()
  for (const part of parts) {
    for (const [person, amount] of uses.sum(part).people)
      people.set(person, (people.get(person) ?? 0) + amount)
  }
  return people
}
