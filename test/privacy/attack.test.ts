import { expect, test } from 'vitest'

import { decideMonth } from '#core/privacy/decide.ts'
import { lastOfMonth, piecesOf } from '#core/privacy/pieces.ts'
import { mayRestate } from '#core/privacy/restate.ts'
import { isSafe } from '#core/privacy/rule.ts'
import { type Node, unitTree } from '#core/privacy/units.ts'
import { type Use, usesOf } from '#core/privacy/uses.ts'
import { day } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import { randomFor } from '#db/seeds/random.ts'

import { attack } from '../../bench/privacy/attack.ts'
import { releasedOf, told as toldOf } from '../../bench/privacy/released.ts'

const rule = { floor: 5, known: 3 }
const MONTH = day('2026-10-01')
const whole = { from: MONTH, to: lastOfMonth(MONTH) }
const pieces = piecesOf(MONTH)

/** Two departments; a unit of four in the first; one person in eight does most; weekends are quiet. */
const SIZES: Readonly<Record<number, number>> = { 11: 14, 12: 9, 13: 4, 21: 16, 22: 12 }
const tree = unitTree(
  [1, 2].flatMap((department) => [
    { id: department, parent: null },
    ...Object.keys(SIZES).flatMap((unit) =>
      unit.startsWith(`${department}`) ? [{ id: Number(unit), parent: department }] : [],
    ),
  ]),
  new Set(Object.keys(SIZES).map(Number)),
)

function company(seed: string): readonly Use[] {
  const random = randomFor('privacy', seed)
  return Object.entries(SIZES).flatMap(([unit, size]) =>
    Array.from({ length: size }, (_, n) => ({
      person: Number(unit) * 100 + n,
      unit: Number(unit),
    })).flatMap(({ person, unit }) =>
      eachDay(whole).flatMap((date): readonly Use[] => {
        const weekend = date.endsWith('3') || date.endsWith('4')
        if (random() > (weekend ? 0.1 : 0.7)) return []
        const amount = Math.ceil(random() * (person % 8 === 0 ? 60 : 8))
        const tool = random() < 0.7 ? 1 : 2
        return [{ unit, person, day: date, tool, model: 0, feature: 0, amount }]
      }),
    ),
  )
}

const nodes = (node: Node): readonly Node[] => [node, ...node.kids.flatMap(nodes)]
const world = { pieces, leaves: tree.leaves, rule, targets: 8 }

test.each(['a', 'b'])(
  'two who compare notes learn nothing from what is told (company %s)',
  (seed) => {
    const uses = usesOf(company(seed))
    const { cells } = decideMonth({ tree, uses, pieces, closed: pieces, whole, rule })
    const verdict = attack({ ...world, uses, cells: toldOf(cells, uses) })
    expect(cells.length).toBeGreaterThan(20)
    expect(verdict.intervals).toBeGreaterThan(20)
    expect(verdict).toMatchObject({ isolated: 0, narrow: 0 })
  },
)

test('with suppression switched off, they find the people of the small unit', () => {
  const uses = usesOf(company('a'))
  const cells = nodes(tree).flatMap(({ leaves }) =>
    pieces.map((piece) => releasedOf({ ...piece, leaves }, uses)),
  )
  const verdict = attack({ ...world, uses, cells })
  expect(verdict.isolated).toBeGreaterThan(0)
  expect(verdict.narrow).toBeGreaterThan(0)
})

test('with small cells hidden but nothing beside them, they find them by subtraction', () => {
  const uses = usesOf(company('a'))
  const cells = nodes(tree).flatMap(({ leaves }) =>
    pieces.flatMap((piece) => {
      const part = { ...piece, leaves }
      return isSafe(uses.sum(part).people.values(), rule) ? [releasedOf(part, uses)] : []
    }),
  )
  const verdict = attack({ ...world, uses, cells })
  expect(verdict.isolated).toBeGreaterThan(0)
  expect(verdict.narrow).toBeGreaterThan(0)
})

test('every family adds up to its whole, and what is left over is safe', () => {
  const uses = usesOf(company('a'))
  const { cells } = decideMonth({ tree, uses, pieces, closed: pieces, whole, rule })
  for (const { part } of cells) expect(isSafe(uses.sum(part).people.values(), rule)).toBe(true)
  // The unit of four is told by nobody's name.
  expect(cells.filter(({ node }) => node?.unit === 13)).toEqual([])
  expect(cells.filter(({ node }) => node?.unit === 11)).not.toEqual([])
})

test('who is told in pieces stays the same while a month is open', () => {
  const uses = usesOf(company('b'))
  const [first, second] = pieces
  if (!first || !second) throw new Error('October has pieces')
  const early = decideMonth({ tree, uses, pieces, closed: [first], rule })
  const later = decideMonth({
    tree,
    uses,
    pieces,
    closed: [first, second],
    detail: early.detail,
    rule,
  })
  const ofFirst = later.cells.filter(({ part }) => part.to <= first.to)
  expect(ofFirst).toEqual(early.cells)
  expect(later.detail).toEqual(early.detail)
})

/** Those units are on holiday in the month's last piece, but for one person each. */
const quietAtTheEnd = (units: readonly number[], seed: string): readonly Use[] =>
  company(seed).filter(
    ({ unit, person, day: date }) =>
      date < (pieces.at(-1)?.from ?? '') || !units.includes(unit) || person % 100 === 8,
  )

test.each<[string, number[], string[]]>([
  ['a unit', [11], ['12']],
  ['a department', [21, 22], ['21', '22']],
])(
  '%s that is told week by week and is quiet in the last does not follow from the month',
  (_, quiet, told) => {
    const uses = usesOf(quietAtTheEnd(quiet, 'b'))
    const [first] = pieces
    if (!first) throw new Error('October has pieces')
    const { detail } = decideMonth({ tree, uses, pieces, closed: [first], rule })
    // The units of the quiet department are told by the month.
    const steady = { ...detail, pieces: detail.pieces.filter((name) => !told.includes(name)) }
    const { cells } = decideMonth({
      tree,
      uses,
      pieces,
      closed: pieces,
      whole,
      detail: steady,
      rule,
    })
    const verdict = attack({ ...world, uses, cells: toldOf(cells, uses) })
    expect(verdict).toMatchObject({ isolated: 0, narrow: 0 })
    const isMonth = ({ node, part }: (typeof cells)[number]) =>
      node !== null && part.from === MONTH && part.to === whole.to
    expect(cells.filter(isMonth)).toEqual([])
    // Their own month, told beside it, would be found.
    const leak = [...toldOf(cells, uses), releasedOf({ ...whole, leaves: quiet }, uses)]
    const found = attack({ ...world, uses, cells: leak })
    expect(found.isolated).toBeGreaterThan(0)
  },
)

test('a unit that would give away a quiet one in one week is told for it and the next as one', () => {
  const [first, quiet, next] = pieces
  if (!first || !quiet || !next) throw new Error('October has pieces')
  const inQuiet = ({ day: date }: Use) => date >= quiet.from && date <= quiet.to
  const uses = usesOf(
    company('b').filter(
      (use) => ![12, 13].includes(use.unit) || !inQuiet(use) || use.person === 1208,
    ),
  )
  const detail = { pieces: ['1', '2', '11', '21', '22'], tools: [1, 2] }
  const month = { tree, uses, pieces, detail, rule }
  const { cells } = decideMonth({ ...month, closed: pieces, whole })
  const days = cells.flatMap(({ node, part, split }) =>
    node?.unit === 11 && split === 'none' ? [`${part.from} ${part.to}`] : [],
  )
  const weeks = pieces.map(({ from, to }) => `${from} ${to}`)
  expect(days.filter((told) => weeks.includes(told))).toEqual(weeks.toSpliced(1, 2))
  expect(days).toContain(`${quiet.from} ${next.to}`)
  // What was told before stays, and nothing is told of the days within.
  const early = decideMonth({ ...month, closed: [first, quiet] })
  expect(cells).toEqual(expect.arrayContaining([...early.cells]))
  const released = toldOf(cells, uses)
  const worldOfFew = { ...world, uses, targets: 2 }
  expect(attack({ ...worldOfFew, cells: released })).toMatchObject({ isolated: 0, narrow: 0 })
  const leak = releasedOf({ ...next, leaves: [11] }, uses)
  expect(
    attack({ ...worldOfFew, targets: 0, cells: [...released, leak] }).isolated,
  ).toBeGreaterThan(0)
})

test('what a month is told again tells nothing when taken off what it was told first', () => {
  const before = company('a')
  const [first, again] = [usesOf(before), usesOf(before.map(halfAgain))]
  const { cells } = decideMonth({ tree, uses: first, pieces, closed: pieces, whole, rule })
  expect(mayRestate(cells, { earlier: [first], now: again, rule })).toBe(true)
  const changes = usesOf(
    before.map((use) => ({ ...use, amount: halfAgain(use).amount - use.amount })),
  )
  const verdict = attack({ ...world, uses: changes, cells: toldOf(cells, changes) })
  expect(verdict).toMatchObject({ isolated: 0, narrow: 0 })
})

test('nor is it told again for one person, whose change it would tell', () => {
  const before = company('a')
  const one = before.map((use) => (use.person === 2100 ? halfAgain(use) : use))
  const first = usesOf(before)
  const { cells } = decideMonth({ tree, uses: first, pieces, closed: pieces, whole, rule })
  expect(mayRestate(cells, { earlier: [first], now: usesOf(one), rule })).toBe(false)
})

const halfAgain = (use: Use): Use => ({ ...use, amount: use.amount + Math.ceil(use.amount / 2) })
