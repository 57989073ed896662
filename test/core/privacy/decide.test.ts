import { expect, test } from 'vitest'

import { decideMonth } from '#core/privacy/decide.ts'
import { lastOfMonth, piecesOf } from '#core/privacy/pieces.ts'
import { unitTree } from '#core/privacy/units.ts'
import { type Use, usesOf } from '#core/privacy/uses.ts'
import { type Day, day } from '#core/time/day.ts'
import { eachDay, type Period } from '#core/time/period.ts'

const rule = { floor: 5, known: 3 }

/** One department of three teams; everyone sends two messages on each day that their team is there. */
const SIZES = { 11: 20, 12: 14, 13: 8 }
const tree = unitTree(
  [{ id: 1, parent: null }, ...Object.keys(SIZES).map((id) => ({ id: Number(id), parent: 1 }))],
  new Set(Object.keys(SIZES).map(Number)),
)

const monthOf = (month: Day): Period => ({ from: month, to: lastOfMonth(month) })

function use({ from, to }: Period, isThere: (unit: number, on: Day) => boolean): readonly Use[] {
  return Object.entries(SIZES).flatMap(([unit, size]) =>
    Array.from({ length: size }, (_, n) => Number(unit) * 100 + n).flatMap((person) =>
      eachDay({ from, to }).flatMap((date) =>
        isThere(Number(unit), date)
          ? [{ unit: Number(unit), person, day: date, tool: 1, model: 0, feature: 0, amount: 2 }]
          : [],
      ),
    ),
  )
}

/** The smallest team is there in the first week of a month alone. */
const seldom = (unit: number, on: Day) => unit !== 13 || on.endsWith('-03')
const SEPTEMBER = day('2026-09-01')
const OCTOBER = day('2026-10-01')

test('who would hide another in weeks to come is told by the month, with it', () => {
  const pieces = piecesOf(OCTOBER)
  const [first] = pieces
  if (!first) throw new Error('October has pieces')
  const uses = usesOf(use(monthOf(OCTOBER), seldom))
  const before = { whole: monthOf(SEPTEMBER), uses: usesOf(use(monthOf(SEPTEMBER), seldom)) }
  const month = { tree, uses, pieces, rule }
  const { detail } = decideMonth({ ...month, closed: [first], before })
  expect(detail.pieces).toEqual(['1', '11'])
  const { cells } = decideMonth({ ...month, closed: pieces, whole: monthOf(OCTOBER), detail })
  const isMonth = ({ from, to }: Period) => from === OCTOBER && to === monthOf(OCTOBER).to
  const byMonth = cells.filter(({ part, split }) => isMonth(part) && split === 'none')
  expect(byMonth.map(({ node }) => node?.unit)).toEqual([13, 12])
})

test('a number that is counted from the middle of a month is told by the week from then on, and not of the month', () => {
  const pieces = piecesOf(OCTOBER)
  const from = pieces[2]?.from ?? OCTOBER
  // The smallest team is there too seldom to be told by the week.
  const uses = usesOf(
    use({ ...monthOf(OCTOBER), from }, (unit, on) => unit !== 13 || on.endsWith('-14')),
  )
  const month = { tree, uses, pieces, rule, closed: pieces, whole: monthOf(OCTOBER) }
  const { cells } = decideMonth({ ...month, detail: { pieces: ['1', '11'], tools: [1] } })
  const told = cells.filter(({ node, split }) => node !== null && split === 'none')
  expect(told.filter(({ node }) => node?.unit === 11)).not.toEqual([])
  expect(told.filter(({ part }) => part.from < from)).toEqual([])
})
