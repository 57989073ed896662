import { expect, test } from 'vitest'

import { decideMonth } from '#core/privacy/decide.ts'
import { lastOfMonth, piecesOf } from '#core/privacy/pieces.ts'
import { isSafe } from '#core/privacy/rule.ts'
import { unitTree } from '#core/privacy/units.ts'
import { type Use, usesOf } from '#core/privacy/uses.ts'
import { day } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'

import { attack } from '../../bench/privacy/attack.ts'
import { releasedOf, told } from '../../bench/privacy/released.ts'

const rule = { floor: 5, known: 3 }
const MONTH = day('2026-10-01')
const whole = { from: MONTH, to: lastOfMonth(MONTH) }
const pieces = piecesOf(MONTH)
const SIZES = { 1: 20, 2: 14, 3: 14 }
const UNITS = Object.keys(SIZES).map(Number)
const tree = unitTree(
  UNITS.map((id) => ({ id, parent: null })),
  new Set(UNITS),
)

type Using = (unit: number, tool: number, week: number) => readonly number[]

const everyone = (unit: number) =>
  Array.from({ length: SIZES[unit as keyof typeof SIZES] }, (_, n) => n)

/** Who of a unit uses a tool in a week: each about as much as the others. */
const company = (using: Using): readonly Use[] =>
  UNITS.flatMap((unit) =>
    [1, 2].flatMap((tool) =>
      pieces.flatMap((piece, week) =>
        using(unit, tool, week).flatMap((n) =>
          eachDay(piece).map((date) => ({
            unit,
            person: unit * 100 + n,
            day: date,
            tool,
            model: 0,
            feature: 0,
            amount: 4 + (n % 3),
          })),
        ),
      ),
    ),
  )

/** In a unit's weeks so many use the other tool, in turn; in units that are not named everyone does. */
const inTurn =
  (others: Readonly<Record<number, readonly number[]>>): Using =>
  (unit, tool, week) =>
    everyone(unit).filter(
      (n, _, all) =>
        tool === 1 || (n + 3 * week) % all.length < (others[unit]?.[week] ?? all.length),
    )

const decided = (uses: readonly Use[]) =>
  decideMonth({
    tree,
    uses: usesOf(uses),
    pieces,
    closed: pieces,
    whole,
    rule,
    detail: { pieces: UNITS.map(String), tools: [1, 2] },
  }).cells
const world = { pieces, leaves: tree.leaves, rule, targets: 2 }
type Cells = ReturnType<typeof decided>
const unitsByTool = (cells: Cells, { from, to }: typeof whole) => [
  ...new Set(
    cells.flatMap(({ node, part, split }) =>
      node && node.unit > 0 && split === 'tool' && part.from === from && part.to === to
        ? [node.unit]
        : [],
    ),
  ),
]

test('tools that too few use in each week are told of the month, where the weeks hide who', () => {
  const uses = company(inTurn({ 2: [4, 4, 4, 4, 4], 3: [4, 4, 4, 4, 4] }))
  const cells = decided(uses)
  for (const piece of pieces) expect(unitsByTool(cells, piece)).toEqual([1])
  expect(unitsByTool(cells, whole)).toEqual([2, 3])
  const verdict = attack({ ...world, uses: usesOf(uses), cells: told(cells, usesOf(uses)) })
  expect(verdict.intervals).toBe(6)
  expect(verdict).toMatchObject({ isolated: 0, narrow: 0 })
})

test('they are not where the weeks that are told leave one over, which would be found', () => {
  const uses = company(inTurn({ 2: [9, 9, 9, 9, 2], 3: [9, 9, 9, 9, 4] }))
  const cells = decided(uses)
  expect(unitsByTool(cells, pieces[0] ?? whole)).toHaveLength(3)
  expect(unitsByTool(cells, whole)).toEqual([])
  const all = usesOf(uses)
  const leak = releasedOf({ ...whole, leaves: [2], otherThan: [1] }, all)
  const found = attack({ ...world, targets: 0, uses: all, cells: [...told(cells, all), leak] })
  expect(found.isolated).toBeGreaterThan(0)
})

test('nor where one tool in some weeks and the other of another unit in the rest are of four', () => {
  const last = pieces.length - 1
  const few: Using = (unit, tool, week) => {
    if (unit === 1 || tool !== unit - 1) return everyone(unit)
    // Six in the month, of two units and their tools: the same two but for one week, or in that alone.
    return (week === last) === (unit === 2) ? [2, 3, 4, 5] : [0, 1]
  }
  const cells = decided(company(few))
  for (const piece of pieces) expect(unitsByTool(cells, piece)).toEqual([1])
  expect(unitsByTool(cells, whole)).toEqual([])
  const all = usesOf(company(few))
  for (const part of [
    { leaves: [2], tools: [1] },
    { leaves: [3], tools: [2] },
  ])
    expect(isSafe(all.sum({ ...whole, ...part }).people.values(), rule)).toBe(true)
  const leak = releasedOf({ ...whole, leaves: [2], tools: [1] }, all)
  const found = attack({ ...world, targets: 2, uses: all, cells: [...told(cells, all), leak] })
  expect(found.narrow + found.isolated).toBeGreaterThan(0)
})
