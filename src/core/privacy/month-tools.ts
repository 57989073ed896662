import type { Period } from '#core/time/period.ts'

import { isCrossedSafe, type Row } from './crossed.ts'
import { weeksIn } from './pieces.ts'
import { type Ground, leavesOf, type Member, type Rungs, safeIn, sizeIn } from './told.ts'
import type { Part } from './uses.ts'

/** Who is told, alone or as those left over, in every piece of a month; how coarsely the tools in each. */
type Steady = Member & { readonly tools: ReadonlyMap<Period, number> }

type InPieces = readonly (readonly [Period, ReadonlyMap<Member, Rungs>])[]

type Cuts = readonly Partial<Part>[]

/**
 * Tells tools of the month for those whose tools are told more coarsely in some piece of it, where
 * nothing unsafe follows: `docs/privacy-cells.md`, "Tools of a month". No finer than `from`, the whole.
 */
export function tellMonthTools(
  ground: Ground,
  pieces: InPieces,
  { period, from }: { readonly period: Period; readonly from: number },
): void {
  const family = steadyIn(pieces)
  const found = ground.tools(period).flatMap((cuts, rung, { length }) =>
    // At the first no others may be left; the last keeps no tool apart.
    rung >= Math.max(1, from) && rung < length - 1
      ? [{ cuts, told: tellable(ground, family, { period, rung, cuts }) }]
      : [],
  )
  // As many as can be, then as finely.
  const [best] = found.toSorted((a, b) => b.told.length - a.told.length)
  for (const { node, leaves } of best?.told ?? []) {
    for (const cut of best?.cuts ?? [])
      ground.tell({ node, split: 'tool', part: { ...period, leaves, ...cut } })
  }
}

/** Who is told in every piece, alone or left over. */
function steadyIn(pieces: InPieces): readonly Steady[] {
  const [first] = pieces
  return [...(first?.[1].keys() ?? [])].map(({ node, leaves }) => ({
    node,
    leaves,
    tools: new Map(
      pieces.map(([piece, rungs]) => {
        const same = [...rungs].find(([member]) => member.node === node)
        return [piece, same?.[1].tools ?? 0]
      }),
    ),
  }))
}

type At = { readonly period: Period; readonly rung: number; readonly cuts: Cuts }

/** Those of most people first, each beside the ones before and the sum of all who are left over. */
function tellable(ground: Ground, family: readonly Steady[], at: At): readonly Steady[] {
  const { period, rung, cuts } = at
  const coarse = family.filter(({ tools }) => [...tools.values()].some((own) => own > rung))
  const size = sizeIn(ground, period)
  const safe = coarse.filter(
    ({ node, leaves }) =>
      node !== null && cuts.every((cut) => safeIn(ground, { ...period, leaves, ...cut })),
  )
  const told: Steady[] = []
  for (const one of safe.toSorted((a, b) => size(b) - size(a))) {
    const apart = [...told, one]
    const left = coarse.filter((member) => !apart.includes(member))
    const rows = [...apart.map((member) => [member]), ...(left.length > 0 ? [left] : [])]
    if (isSafeBeside(ground, rows, at)) told.push(one)
  }
  return told
}

/** Whether nothing unsafe follows from the month's tools of each row, beside those of all in each week. */
function isSafeBeside(
  { uses, rule }: Ground,
  rows: readonly (readonly Steady[])[],
  { rung, cuts }: At,
): boolean {
  const all = rows.flat()
  const coarsest = Math.max(...all.flatMap(({ tools }) => [...tools.values()]))
  // One rung below, the last tool kept apart joins the others, and no more than these two.
  const [one, rest] = coarsest > rung + 1 && cuts.length > 2 ? [] : cuts.slice(-2)
  if (!one || !rest) return false
  const weeks = [...(all[0]?.tools.keys() ?? [])].flatMap((piece) =>
    weeksIn(piece).map((week) => ({ piece, week })),
  )
  const row = (members: readonly Steady[]): Row =>
    weeks.map(({ piece, week }) => {
      const coarse = members.filter(({ tools }) => (tools.get(piece) ?? 0) > rung)
      const held = (cut: Partial<Part>) =>
        uses.sum({ ...week, leaves: leavesOf(coarse), ...cut }).people
      return coarse.length > 0 ? [held(one), held(rest)] : null
    })
  return isCrossedSafe(rows.map(row), rule)
}
