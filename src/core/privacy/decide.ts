import type { Period } from '#core/time/period.ts'

import { separate } from './cascade.ts'
import type { Cell, Detail } from './cell.ts'
import { blocksOf } from './pieces.ts'
import type { Rule } from './rule.ts'
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
import type { Uses } from './uses.ts'

/** One number's month, as far as it has closed. */
export type Month = {
  readonly tree: Node
  readonly uses: Uses
  /** The pieces that have closed, in order; at least one. */
  readonly closed: readonly Period[]
  /** Set once all pieces have closed. */
  readonly whole?: Period | undefined
  /** As decided when the month's first piece closed. */
  readonly detail?: Detail | undefined
  /** The month before: who was told piece by piece then may be again. */
  readonly before?: Detail | undefined
  readonly rule: Rule
}

/** How fine a family's whole is told in each piece in which it is. */
type Above = ReadonlyMap<Period, Rungs>

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
  let steady = above.size === closed.length
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
    steady &&= told.length === chosen.length
  }
  // Who was left over in one piece alone would follow from the month.
  if (whole && steady) tellMonth(ground, rest, { period: whole, tools: restTools })
  for (const [kid, at] of below) tellPieces(month, kid.kids, at)
}

/** Who is told piece by piece: those who are safe in each, such that the others are, together. */
function choose({ ground, detail, before, whole }: Deciding, kids: readonly Node[], above: Above) {
  if (detail) return kids.filter((kid) => detail.pieces.includes(nameOf(kid)))
  const pieces = [...above.keys()]
  if (pieces.length === 0) return []
  const again = whole ? undefined : before
  const may = kids.filter((kid) => again?.pieces.includes(nameOf(kid)) ?? true)
  const { told } = separate(may, {
    safe: (group) => pieces.every((piece) => safeIn(ground, { ...piece, leaves: leavesOf(group) })),
    size: ({ leaves }) => pieces.reduce((sum, piece) => sum + sizeIn(ground, piece)({ leaves }), 0),
    always: kids.filter((kid) => !may.includes(kid)),
  })
  return told
}

function tellMonth(
  ground: Ground,
  kids: readonly Node[],
  { period, tools }: { readonly period: Period; readonly tools: number },
): void {
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
