import { array, assert, integer, pre, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { cascade } from '#core/privacy/cascade.ts'
import { decidePeople } from '#core/privacy/people.ts'
import { blocksOf, piecesOf } from '#core/privacy/pieces.ts'
import { mayRestate } from '#core/privacy/restate.ts'
import { isSafe, isSafeCount } from '#core/privacy/rule.ts'
import { unitTree } from '#core/privacy/units.ts'
import { usesOf } from '#core/privacy/uses.ts'
import { day } from '#core/time/day.ts'

const rule = { floor: 5, known: 3 }

test.each([
  { why: 'five alike', values: [10, 10, 10, 10, 10], safe: true },
  { why: 'four, whatever they did', values: [10, 10, 10, 10], safe: false },
  { why: 'nobody', values: [], safe: false },
  {
    why: 'people who did nothing are no contributors',
    values: [10, 10, 10, 10, 0, 0],
    safe: false,
  },
  { why: 'one who is nearly everything', values: [1000, 10, 10, 10, 10, 10], safe: false },
  {
    why: 'one whom three who compare notes could work out',
    values: [100, 90, 90, 90, 9],
    safe: false,
  },
  {
    why: 'just enough beside the largest and three others',
    values: [100, 90, 90, 90, 10],
    safe: true,
  },
  { why: 'a credit among them', values: [10, 10, 10, 10, 10, -1], safe: false },
])('a sum over $why: told is $safe', ({ values, safe }) => {
  expect(isSafe(values, rule)).toBe(safe)
})

test('a floor below three is three', () => {
  expect(isSafe([10, 10], { floor: 1, known: 0 })).toBe(false)
})

test.each([
  { active: 8, population: 12, safe: true },
  { active: 9, population: 12, safe: false },
  { active: 12, population: 12, safe: false },
  { active: 0, population: 12, safe: false },
  { active: 3, population: 12, safe: false },
])('$active of $population people: told is $safe', ({ active, population, safe }) => {
  expect(isSafeCount({ active, population }, rule)).toBe(safe)
})

const values = array(tuple(integer({ min: 0, max: 12 }), integer({ min: 1, max: 500 })))
const summed = (parts: readonly (readonly [number, number])[]) => {
  const people = new Map<number, number>()
  for (const [person, value] of parts) people.set(person, (people.get(person) ?? 0) + value)
  return people.values()
}

test('what is added up from safe sums is safe', () => {
  let both = 0
  assert(
    property(values, values, (a, b) => {
      if (!isSafe(summed(a), rule) || !isSafe(summed(b), rule)) return true
      both++
      return isSafe(summed([...a, ...b]), rule)
    }),
    { numRuns: 3000, seed: 7 },
  )
  expect(both).toBeGreaterThan(50)
})

test('who is left over at a rung is safe together there', () => {
  const broken: unknown[] = []
  const units = array(array(integer({ min: 1, max: 50 }), { maxLength: 9 }), {
    minLength: 1,
    maxLength: 6,
  })
  assert(
    property(units, (units) => {
      const safe = (group: readonly (readonly number[])[]) => isSafe(group.flat(), rule)
      pre(safe(units))
      const options = { from: 0, rungs: 1, safe, size: (unit: readonly number[]) => unit.length }
      const { pools, rungOf } = cascade(units, options)
      const pooled = pools.every(({ members }) => safe(members))
      const told = units.every((unit) => rungOf.get(unit) !== 0 || safe([unit]))
      if (!pooled || !told) broken.push(units)
    }),
    { seed: 7 },
  )
  expect(broken).toEqual([])
})

describe('a month is told in weeks, cut at its ends', () => {
  test.each([
    ['2026-10-01', ['01-04', '05-11', '12-18', '19-25', '26-31']],
    // It begins on a Sunday and ends on a Monday: too few are in a day alone.
    ['2026-11-01', ['01-08', '09-15', '16-22', '23-30']],
    ['2026-08-01', ['01-09', '10-16', '17-23', '24-31']],
    ['2026-05-01', ['01-10', '11-17', '18-24', '25-31']],
  ])('%s', (month, pieces) => {
    expect(piecesOf(day(month)).map(({ from, to }) => `${from.slice(8)}-${to.slice(8)}`)).toEqual(
      pieces,
    )
  })

  test('but what was told of it before stays cut as it was', () => {
    const [november, told] = [day('2026-11-01'), { from: day('2026-11-23'), to: day('2026-11-29') }]
    const ends = piecesOf(november, [told]).map(({ from, to }) => `${from.slice(8)}-${to.slice(8)}`)
    expect(ends).toEqual(['01-08', '09-15', '16-22', '23-29', '30-30'])
  })

  test('and a weekend goes with its Friday where its days are too thin', () => {
    const [, runs] = blocksOf({ from: day('2026-10-05'), to: day('2026-10-11') })
    expect(runs?.map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-05', '2026-10-05'],
      ['2026-10-06', '2026-10-06'],
      ['2026-10-07', '2026-10-07'],
      ['2026-10-08', '2026-10-08'],
      ['2026-10-09', '2026-10-11'],
    ])
  })
})

describe('a restatement', () => {
  const use = (person: number, amount: number) => ({
    unit: 1,
    person,
    day: day('2026-10-05'),
    tool: 1,
    model: 0,
    feature: 0,
    amount,
  })
  const part = { from: day('2026-10-05'), to: day('2026-10-11'), leaves: [1] }
  const people = [1, 2, 3, 4, 5, 6, 7]
  const earlier = [usesOf(people.map((person) => use(person, 10)))]
  const told = (now: readonly ReturnType<typeof use>[]) =>
    mayRestate([{ part }], { earlier, now: usesOf(now), rule })

  test.each([
    ['of everyone is told', people.map((person) => use(person, 12)), true],
    [
      'of one person is not: the difference would be theirs',
      people.map((person) => use(person, person === 1 ? 12 : 10)),
      false,
    ],
    [
      'of use that is nobody’s by now is not',
      people.map((person) => use(person === 1 ? 0 : person, person === 1 ? 12 : 10)),
      false,
    ],
    ['that changes nothing is told', people.map((person) => use(person, 10)), true],
  ])('%s', (_, now, may) => {
    expect(told(now)).toBe(may)
  })
})

test('a count of people that leaves no room for the busiest is not told', () => {
  const tree = unitTree([{ id: 1, parent: null }], new Set([1]))
  const present = (messages: number) =>
    Array.from({ length: 14 }, (_, person) => ({
      person: person + 1,
      unit: 1,
      active: person < 8,
      counts: [person >= 8 ? 0 : person === 0 ? 30 : messages],
    }))
  // Eight were active: if each of the others sent at least one, all that is left is the busiest's.
  expect(decidePeople(tree, present(1), rule)).toEqual([])
  expect(decidePeople(tree, present(4), rule).map(({ people }) => people)).toEqual([8, 8])
})
