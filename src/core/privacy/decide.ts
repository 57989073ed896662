import { addDays } from '#core/time/day.ts'
import { length, type Period } from '#core/time/period.ts'

import { canTellCarried, type Carried, tellCarried } from './carried.ts'
import { separate } from './cascade.ts'
import type { Cell, Detail, Rounded } from './cell.ts'
import { tellMonthTools } from './month-tools.ts'
import { tellMonth } from './monthly.ts'
import { blocksOf, weeksIn } from './pieces.ts'
import { roundWeek } from './rounded.ts'
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
  /** All of the month's pieces. */
  readonly pieces: readonly Period[]
  /** Set once all pieces have closed. */
  readonly whole?: Period | undefined
  /** It was told before: whether tools of the month may be is not asked of what it changed by. */
  readonly again?: true
  /** As decided when the month's first piece closed. */
  readonly detail?: Detail | undefined
  /** The month before, to foresee what this one's pieces will be like. */
  readonly before?: { readonly uses: Uses; readonly whole: Period } | undefined
  readonly rule: Rule
  /** What rounding leaves to chance; without, nothing is told rounded. */
  readonly random?: (() => number) | undefined
}

/** The same weekdays are looked for so many weeks back: through a month of five. */
const WEEKS_BACK = 9
const MOSTLY = 0.75
/** Units below departments must have been safe with so much to spare, since their months are asked for. */
const ROOM = { floor: 2, known: 1 }

/** How fine a family's whole is told in each piece, or two of them as one, in which it is. */
type Above = ReadonlyMap<Period, Rungs>

type Deciding = Month & { readonly ground: Ground; readonly chosen: string[] }

/**
 * What is told of one number's month. Every cell is safe, every family adds up to its whole, and a
 * part below is never cut finer than the part above it: `docs/privacy-cells.md` says why that is enough.
 */
export function decideMonth(month: Month): {
  readonly cells: readonly Cell[]
  readonly rounded: readonly Rounded[]
  readonly detail: Detail
} {
  const { tree, uses, closed, rule, random } = month
  const cells: Cell[] = []
  const rounded: Rounded[] = []
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
    rounding: random && { random, tell: (one) => rounded.push(one) },
  }
  const chosen: string[] = []
  const above = new Map(closed.flatMap((piece) => tellCompany(ground, tree, piece)))
  tellPieces({ ...month, ground, chosen }, tree.kids, above)
  return { cells, rounded, detail: month.detail ?? { pieces: chosen, tools } }
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
  tellCuts(ground, tree, piece)
  return [[piece, from]]
}

/** Tools of a Monday week that is told with days beside it: of the company, which hides nobody beside it. */
function tellCuts(ground: Ground, { unit, own, leaves }: Node, piece: Period): void {
  const weeks = weeksIn(piece)
  if (weeks.length < 2) return
  const cuts = weeks.flatMap((week) => ({ ...week, leaves }))
  const tools = ground
    .tools(piece)
    .find((apart) =>
      apart.every((tool) => cuts.every((cut) => safeIn(ground, { ...cut, ...tool }))),
    )
  for (const tool of tools ?? []) {
    for (const cut of cuts)
      ground.tell({ node: { unit, own }, split: 'tool', part: { ...cut, ...tool } })
  }
}

/** A family, piece by piece; then those of it that are told by the month; then the families below. */
function tellPieces(month: Deciding, kids: readonly Node[], above: Above): void {
  if (kids.length === 0) return
  const { ground, closed, whole } = month
  const chosen = choose(month, kids, above)
  month.chosen.push(...chosen.map(nameOf))
  const rest = kids.filter((kid) => !chosen.includes(kid))
  const below = new Map(chosen.map((kid) => [kid, new Map<Period, Rungs>()]))
  // Whoever is left over in a piece after all would follow from a month told beside it.
  let isMonthSafe = lengthOf([...above.keys()]) === lengthOf(closed)
  let restTools = 0
  const tellIn = (rungs: ReadonlyMap<Member, Rungs>, period: Period) => {
    for (const [{ node }, at] of rungs) {
      const kid = chosen.find((one) => one === node)
      if (kid) below.get(kid)?.set(period, at)
      else restTools = Math.max(restTools, at.tools)
    }
  }
  let carried: Carried | undefined
  const inEach: (readonly [Period, ReadonlyMap<Member, Rungs>])[] = []
  for (const [period, from] of above) {
    const both =
      carried && addDays(carried.span.to, 1) === period.from
        ? { ...carried, span: { from: carried.span.from, to: period.to } }
        : undefined
    const waits = both && canTellCarried(ground, both, rest) ? both.nodes : []
    const { told, pooled } = separate(
      chosen.filter((kid) => !waits.includes(kid)),
      {
        safe: (group) => safeIn(ground, { ...period, leaves: leavesOf(group) }),
        size: sizeIn(ground, period),
        always: [...rest, ...waits],
      },
    )
    const pool = pooled.length > 0 ? [{ node: null, leaves: leavesOf(pooled) }] : []
    const members: readonly Member[] = [
      ...told.map((node) => ({ node, leaves: node.leaves })),
      ...pool,
    ]
    const rungs =
      told.length > 0
        ? tellFamily(ground, members, { period, from, byDay: true })
        : new Map(pool.map((member) => [member, from]))
    roundWeek(ground, rungs, { period, from })
    tellIn(rungs, period)
    if (told.length === chosen.length) inEach.push([period, rungs])
    const left = chosen.filter((kid) => !told.includes(kid))
    const tools = Math.max(0, ...pool.map((member) => rungs.get(member)?.tools ?? 0))
    if (both && waits.length > 0 && left.length === waits.length) {
      const of = { ...both, tools: Math.max(both.tools, tools) }
      tellIn(tellCarried(ground, of, rest), of.span)
    } else isMonthSafe &&= carried === undefined
    carried = carried || left.length === 0 ? undefined : { nodes: left, span: period, tools }
  }
  isMonthSafe &&= carried === undefined
  if (whole && isMonthSafe) {
    tellMonth(ground, rest, { period: whole, tools: restTools })
    const from = Math.max(...[...above.values()].map(({ tools }) => tools))
    if (!month.again && inEach.length === above.size)
      tellMonthTools(ground, inEach, { period: whole, from })
  }
  for (const [kid, at] of below) tellPieces(month, kid.kids, at)
}

const lengthOf = (periods: readonly Period[]): number =>
  periods.reduce((days, period) => days + length(period), 0)

/** Who is told piece by piece: those who are safe in each, such that the others are, together. */
function choose(month: Deciding, kids: readonly Node[], above: Above) {
  const { ground, detail } = month
  if (detail) return kids.filter((kid) => detail.pieces.includes(nameOf(kid)))
  const pieces = [...above.keys()]
  if (pieces.length === 0) return []
  // Weeks are asked of departments, months of the units below.
  const areTop = kids === month.tree.kids
  const isExpected = (group: readonly Node[]) =>
    isExpectedSafe(month, { leaves: leavesOf(group), areTop })
  const may = kids.filter((kid) => isExpected([kid]))
  const { told } = separate(may, {
    safe: (group) =>
      pieces.every((piece) => safeIn(ground, { ...piece, leaves: leavesOf(group) })) &&
      (areTop || isExpected(group)),
    size: ({ leaves }) => pieces.reduce((sum, piece) => sum + sizeIn(ground, piece)({ leaves }), 0),
    always: kids.filter((kid) => !may.includes(kid)),
  })
  return told
}

/**
 * Whether a node would have been safe on the same weekdays of the month before. Who is left over in a
 * piece after all is no danger, but others of the family then have to be.
 */
function isExpectedSafe(
  { ground, before, whole, pieces }: Deciding,
  { leaves, areTop }: { readonly leaves: readonly number[]; readonly areTop: boolean },
): boolean {
  if (whole || !before) return true
  const { uses, rule } = { ...ground, ...before }
  return pieces.every(({ from, to }) => {
    const same = Array.from({ length: WEEKS_BACK }, (_, n) => ({
      from: addDays(from, -7 * (n + 1)),
      to: addDays(to, -7 * (n + 1)),
    })).filter((period) => period.from >= before.whole.from && period.to <= before.whole.to)
    const asked = areTop ? rule : { floor: rule.floor + ROOM.floor, known: rule.known + ROOM.known }
    const safe = same.filter((period) => safeIn({ uses, rule: asked }, { ...period, leaves }))
    return safe.length >= (areTop ? MOSTLY : 1) * same.length
  })
}
