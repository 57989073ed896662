import { expect, test } from 'vitest'

import { decideMonth } from '#core/privacy/decide.ts'
import { haveRoom, needOf } from '#core/privacy/room.ts'
import { unitTree } from '#core/privacy/units.ts'
import { usesOf } from '#core/privacy/uses.ts'
import { eachDay } from '#core/time/period.ts'
import { randomFor } from '#db/seeds/random.ts'

import { attack } from '../../bench/privacy/attack.ts'
import { releasedOf, told, toldRounded } from '../../bench/privacy/released.ts'
import { company, MONTH, pieces, rule, tree, whole } from './rounded-company.ts'

const world = { pieces, leaves: tree.leaves, rule, targets: 2 }
const decided = (seed: string, random: () => number = randomFor('drawn', seed)) => {
  const uses = usesOf(company(seed))
  const month = { tree, uses, pieces, closed: pieces, whole, rule }
  return { uses, month, ...decideMonth({ ...month, random }) }
}

// Wherever chance puts it: as far down as it may lie, and as far up.
test.each([
  ['a', 0],
  ['b', 0.999],
])('nobody follows from what is told rounded (company %s, drawn at %d)', (seed, at) => {
  const { uses, cells, rounded } = decided(seed, () => at)
  const names = rounded.map(({ node, part }) => `${node.unit} ${part.from} ${part.to}`)
  expect(names).toContain('21 2026-11-01 2026-11-30')
  expect(names).toContain('3 2026-11-02 2026-11-08')
  for (const { part, low, high } of rounded) {
    const { total } = uses.sum(part)
    expect(low).toBeLessThanOrEqual(total)
    expect(high).toBeGreaterThanOrEqual(total)
  }
  const verdict = attack({
    ...world,
    uses,
    cells: [...told(cells, uses), ...toldRounded(rounded, uses)],
  })
  expect(verdict.sums).toBeGreaterThan(0)
  expect(verdict).toMatchObject({ isolated: 0, narrow: 0, few: 0 })
})

test('rounded too closely, who leads the other team is found', () => {
  const { uses, cells, rounded } = decided('a')
  const closer = toldRounded(
    rounded.map((one) => {
      const { total } = uses.sum(one.part)
      return one.node.unit === 21 ? { ...one, low: total - 1, high: total + 1 } : one
    }),
    uses,
  )
  const found = attack({ ...world, targets: 1, uses, cells: [...told(cells, uses), ...closer] })
  expect(found.narrow).toBeGreaterThan(0)
})

test('a Sunday on which one works, told to lie near what it is, is found', () => {
  const { uses, cells } = decided('b')
  const sunday = { from: MONTH, to: MONTH, leaves: [31] }
  const { total } = uses.sum(sunday)
  expect(total).toBeGreaterThan(2)
  const near = { ...releasedOf(sunday, uses), value: total - 1, most: total + 2 }
  const found = attack({ ...world, targets: 0, uses, cells: [...told(cells, uses), near] })
  expect(found.few).toBeGreaterThan(0)
})

test('a sum told exactly for want of rounding would be found', () => {
  const { uses, cells, rounded } = decided('a')
  const exact = rounded.map(({ part }) => releasedOf(part, uses))
  const found = attack({ ...world, targets: 0, uses, cells: [...told(cells, uses), ...exact] })
  expect(found.isolated).toBeGreaterThan(0)
})

test('rounding changes nothing that is told exactly, and a month that is told again has none', () => {
  const { cells, month, detail } = decided('a')
  const without = decideMonth(month)
  expect(without.cells).toEqual(cells)
  expect(decideMonth({ ...month, detail, again: true }).rounded).toEqual([])
})

test('where a rounded sum lies between its ends is left to chance, how far apart they are is not', () => {
  const { uses, month } = decided('a')
  const ofTeam = (random: () => number) =>
    decideMonth({ ...month, random }).rounded.find(({ node }) => node.unit === 21)
  const [low, high] = [ofTeam(() => 0), ofTeam(() => 0.999)]
  if (!low || !high) throw new Error('the team is told rounded')
  expect(high.low).toBeGreaterThan(low.low)
  expect(high.high - high.low).toBe(low.high - low.low)
  for (const { part, low: least, high: most } of [low, high]) {
    const { total } = uses.sum(part)
    expect(total >= least && total <= most).toBe(true)
    expect(most - least).toBeLessThanOrEqual(least / 50)
  }
})

test('where nobody has anything in what is left over, that is not told either', () => {
  const uses = usesOf(company('a').filter(({ unit }) => unit !== 22))
  for (const at of [0, 0.999]) {
    const month = { tree, uses, pieces, closed: pieces, whole, rule }
    const { rounded } = decideMonth({ ...month, random: () => at })
    const told = rounded.find(({ node }) => node.unit === 21)
    if (!told) throw new Error('the team is told rounded')
    const { total } = uses.sum(told.part)
    expect(total - told.low).toBeGreaterThan((told.high - told.low) / 5)
    expect(told.high - total).toBeGreaterThan((told.high - told.low) / 5)
  }
})

/** Five departments that work all week, and one person in each on the Sunday before it. */
function onSunday(most: number) {
  const units = [1, 2, 3, 4, 5]
  const five = unitTree(
    units.map((id) => ({ id, parent: null })),
    new Set(units),
  )
  const [piece] = pieces
  if (!piece) throw new Error('November has pieces')
  const use = { tool: 1, model: 0, feature: 0 }
  const uses = usesOf(
    units.flatMap((unit) => [
      ...Array.from({ length: 20 }, (_, n) => n).flatMap((n) =>
        eachDay(piece)
          .slice(1, 6)
          .map((date) => ({ ...use, unit, person: 100 * unit + n, day: date, amount: 10 })),
      ),
      { ...use, unit, person: 100 * unit, day: MONTH, amount: unit === 1 ? most : 5 },
    ]),
  )
  const month = { tree: five, uses, pieces, closed: [piece], rule }
  const { cells, rounded } = decideMonth({ ...month, random: () => 0 })
  const few = (some: typeof rounded) =>
    attack({
      uses,
      pieces: [piece],
      leaves: units,
      rule,
      targets: 1,
      cells: [...told(cells, uses), ...toldRounded(some, uses)],
    })
  return { rounded, few, days: { from: MONTH, to: MONTH }, uses }
}

test('where one of five has most of a Sunday, none is rounded: the others would be known to be there', () => {
  const { rounded, few, days, uses } = onSunday(40)
  expect(uses.sum({ ...days, leaves: [1, 2, 3, 4, 5] }).people.size).toBe(5)
  expect(rounded).toEqual([])
  const one = { node: { unit: 2, own: false }, part: { ...days, leaves: [2] }, low: 0, high: 19 }
  expect(few([one]).few).toBeGreaterThan(0)
})

test('where five have as much of a Sunday, the week is rounded for as many as leave the others room', () => {
  const { rounded, few } = onSunday(7)
  const weeks = rounded.filter(({ part }) => part.from > MONTH)
  expect(weeks.length).toBeGreaterThan(0)
  expect(few(rounded)).toMatchObject({ isolated: 0, narrow: 0, few: 0 })
})

test('a sum of a few must be able to be without whoever has most of it, and with a tenth more of them', () => {
  const held = (...values: readonly number[]) => ({
    total: values.reduce((sum, value) => sum + value, 0),
    people: new Map(values.map((value, person) => [person + 1, value])),
  })
  expect(needOf(held(40), rule)).toEqual({ above: 6, below: 40 })
  expect(needOf(held(40, 30, 20, 10), rule)).toEqual({ above: 4, below: 40 })
  // Of more than those who compare notes can name, somebody else may have what the one has not.
  expect(needOf(held(40, 30, 20, 10, 1), rule)).toEqual({ above: 3, below: 0 })
  expect(needOf(held(40, 30, 20, 10, 4), rule)).toEqual({ above: 0, below: 0 })
  expect(needOf(held(), rule)).toEqual({ above: 0, below: 0 })
  expect(needOf(held(40, -1), rule)).toEqual({ above: Infinity, below: Infinity })
})

test('two that are told rounded leave what is beside them room together', () => {
  const one = { total: 50, people: new Map([[1, 50]]) }
  const many = { total: 500, people: new Map([2, 3, 4, 5, 6].map((person) => [person, 100])) }
  const box = (low: number, high: number) => ({ held: many, low, high })
  // The one left over may be away only if the others may have as much more.
  expect(haveRoom([box(490, 540)], [one], rule)).toBe(false)
  expect(haveRoom([box(490, 550)], [one], rule)).toBe(true)
  expect(haveRoom([box(490, 525), box(490, 526)], [one], rule)).toBe(true)
  expect(haveRoom([box(496, 550)], [one], rule)).toBe(false)
  expect(haveRoom([box(496, 550), box(496, 550)], [one], rule)).toBe(true)
})
