import { describe, expect, test } from 'vitest'

import { detect } from '#core/digest/detect.ts'
import { movesOf } from '#core/digest/moves.ts'
import { normalBeyond, normalOfT } from '#core/digest/spread.ts'

import { company, type Told } from './company.ts'

const stood = (told: Told, more = {}) =>
  movesOf(company(told, more)).stood.map(
    ({ unit, metric, direction }) => `${unit.label} ${metric} ${direction}`,
  )

const TEAM_3 = 3
const triples = (unit: number, back: number) => (unit === TEAM_3 && back === 0 ? 3 : 1)

describe('what is said of a company of twenty teams', () => {
  test('a quiet week is quiet, and every number was looked at', () => {
    const { looked, stood } = movesOf(company())
    expect(stood).toEqual([])
    expect(looked).toBe(21 * 4)
  })

  test('a team that used three times as much is named, by what it spent and sent', () => {
    expect(stood({ times: triples })).toEqual(
      expect.arrayContaining(['Team 3 spend up', 'Team 3 messages up']),
    )
  })

  test('what it would have come to is told beside what it came to', () => {
    const spend = movesOf(company({ times: triples })).stood.find(
      ({ metric }) => metric === 'spend',
    )
    expect(spend?.now).toBeGreaterThan(100_000_000)
    expect((spend?.usual ?? 0) / 40_000_000).toBeCloseTo(1, 0)
  })

  test('a week that is not known is no fall', () => {
    const gone = (unit: number, back: number) => (unit === TEAM_3 && back === 0 ? null : 1)
    expect(stood({ times: gone })).toEqual([])
  })

  test('what happens to every team is no team’s news', () => {
    const halved = company({ times: (_, back) => (back === 0 ? 0.5 : 1) })
    expect(movesOf(halved).stood.filter(({ unit }) => unit.path !== null)).toEqual([])
  })

  test('two holidays are no fall, and a week of two working days is looked at by nobody', () => {
    const days = (last: number) => Array.from({ length: 18 }, (_, week) => (week === 17 ? last : 5))
    expect(stood({ workingDays: days(3) })).toEqual([])
    expect(movesOf(company({ workingDays: days(2), times: triples }))).toEqual({
      looked: 0,
      stood: [],
    })
  })

  test('a team that was joined with another is compared only with itself as it is', () => {
    const doubled = (unit: number, back: number) => (unit === TEAM_3 && back > 3 ? 10 : 20)
    expect(stood({ members: doubled })).toEqual([])
  })

  test('a change that has been told for three Mondays is not news', () => {
    const since = (back: number) =>
      movesOf(company({ times: (unit, at) => (unit === TEAM_3 && at <= back ? 3 : 1) })).stood.find(
        ({ metric }) => metric === 'messages',
      )?.since
    expect([since(0), since(2)]).toEqual([1, 3])
  })

  test('a team’s own digest hears of itself alone', () => {
    const facts = company({ times: triples })
    const [other] = facts.units
    expect(other && movesOf({ ...facts, whole: other })).toEqual({ looked: 4, stood: [] })
  })

  test('a change of a few dollars is not told, however sure it is', () => {
    const one = company({ times: triples, size: 2 })
    expect(movesOf(one).stood.filter(({ metric }) => metric === 'spend')).toEqual([])
  })
})

test('the more numbers are looked at, the further out one must lie', () => {
  const looks = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      group: 'one',
      size: 20,
      floor: 0,
      scale: 'ratio' as const,
      values: Array.from({ length: 14 }, (_, week) => 10 + Math.sin(n * 7 + week * 3)),
    }))
  const few = detect(looks(4), 13).threshold
  expect(detect(looks(160), 13).threshold).toBeGreaterThan(few)
})

test('tails are those of the tables', () => {
  expect(normalBeyond(0.025)).toBeCloseTo(1.96, 2)
  expect(normalBeyond(0.00001)).toBeCloseTo(4.265, 2)
  // Student's t with 11 degrees of freedom: 3.106 has 0.5 % beyond it, as 2.576 of a normal.
  expect(normalOfT(3.106, 11)).toBeCloseTo(2.576, 1)
})
