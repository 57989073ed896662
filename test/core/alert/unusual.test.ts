import { assert, double, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { crossings, type DayValue } from '#core/alert/crossing.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { findingOf } from '#core/alert/number-words.ts'
import { hasBaseline, type Line, unusualDays } from '#core/alert/unusual.ts'
import { addDays, day } from '#core/time/day.ts'

const MILLION = 1_000_000
const FIRST = day('2026-09-07')
const DAYS = 64

/** Numbers from 0 to 1, the same for a seed (mulberry32). */
function drawn(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), at | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Teams of different size, each a tenth up or down from day to day, with a tenth of it on weekends. */
function company(seed: number, teams: number): readonly Line[] {
  const next = drawn(seed)
  return Array.from({ length: teams }, (_, n) => {
    const size = 400 + 4_000 * next()
    const days = Array.from({ length: DAYS }, (_, at): DayValue => {
      const worked = at % 7 < 5 ? 1 : 0.1
      const value = Math.round(size * worked * (0.9 + 0.2 * next()) * MILLION)
      return { day: addDays(FIRST, at), value }
    })
    return { team: `Team ${n}`, days }
  })
}

/** The last day, times so much. */
const moved = ({ team, days }: Line, by: number): Line => ({
  team,
  days: days.map((one, n) =>
    n === DAYS - 1 && one.value !== null ? { ...one, value: Math.round(one.value * by) } : one,
  ),
})

const found = (watched: readonly Line[]) =>
  unusualDays({ watched, others: [], floor: 'money' }).map(({ line, day, beside }) => ({
    team: line.team,
    day,
    beside,
  }))
const LAST = addDays(FIRST, DAYS - 1)
const seed = integer()
const teams = integer({ min: 9, max: 24 })

describe('teams beside each other', () => {
  test('what moves all of them, about alike, is news of none', () => {
    assert(
      property(seed, teams, double({ min: 0.1, max: 8, noNaN: true }), (drawnFrom, count, by) => {
        const unlike = drawn(drawnFrom + 1)
        const all = company(drawnFrom, count).map((line) =>
          moved(line, by * (0.9 + 0.2 * unlike())),
        )
        expect(found(all)).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  test('what moves one of them is found, that day and of that team, whatever moves the others', () => {
    assert(
      property(
        seed,
        teams,
        double({ min: 0.5, max: 2, noNaN: true }),
        (drawnFrom, count, shared) => {
          const all = company(drawnFrom, count).map((line, n) =>
            moved(line, n === 3 ? 6 * shared : shared),
          )
          const [one, ...more] = found(all)
          expect(one).toMatchObject({ team: 'Team 3', day: LAST, beside: { others: count - 1 } })
          expect(Math.abs((one?.beside?.change ?? 9) - (shared - 1))).toBeLessThan(0.25 * shared)
          expect(more).toEqual([])
        },
      ),
      { numRuns: 20 },
    )
  })

  test('it stands alone where fewer than eight others are known, and says so', () => {
    const all = company(7, 8)
    const shared = found(all.map((line) => moved(line, 4)))
    expect(shared.map(({ beside }) => beside)).toEqual(all.map(() => null))
  })

  test('one that works on a holiday of the others as ever is none', () => {
    const all = company(11, 12).map((line, n) => (n === 0 ? line : moved(line, 0.05)))
    expect(found(all)).toEqual([])
  })
})

test('a day of one team must be $250 above its usual, one of the company $100', () => {
  const flat = Array.from({ length: DAYS }, (_, at): DayValue => ({
    day: addDays(FIRST, at),
    value: at === DAYS - 1 ? 300 * MILLION : 100 * MILLION,
  }))
  const spread = (team: string | null): Line => ({ team, days: flat })
  expect(found([spread(null)])).toHaveLength(1)
  expect(found([spread('Legal')])).toEqual([])
})

test('the more is looked at, the further out a day must be', () => {
  const [line] = company(3, 1)
  const at = (by: number, count: number) => {
    const quiet = company(5, count)
    return found([moved(line!, by), ...quiet.slice(1).map((one) => ({ ...one, team: null }))])
  }
  const least = (count: number) => [1.6, 1.8, 2, 2.5, 3].find((by) => at(by, count).length > 0)
  expect(least(100)).toBeGreaterThan(least(1) ?? 9)
})

describe('a rule', () => {
  const spec: NumberSpec = { kind: 'unusual', metric: 'spend', filters: {}, by: 'team' }
  test('on each team tells which, what it did not, and asks of that team', () => {
    const all = company(2, 15).map((line, n) => moved(line, n === 4 ? 5 : 1))
    const [crossing] = crossings(spec, [], all)
    const { says, command, subject, facts } = findingOf('made-1', spec, {
      crossing: crossing!,
      at: 0,
    })
    expect(says).toMatch(
      /^Spend of Team 4 was far above its usual on 9 Nov 2026, while the middle of 14 other teams (?:did not change|changed by [+−]\d+%)$/u,
    )
    expect(command).toContain('team:"Team 4"')
    expect(subject).toBe('Team 4/2026-11-09/100')
    expect(JSON.stringify(facts)).toContain('14 other teams that day')
    expect(JSON.stringify([says, facts])).not.toMatch(/\$/u)
  })
  test('on one team is compared with the others, and is quiet when all of them rise', () => {
    const one: NumberSpec = { kind: 'unusual', metric: 'spend', filters: { team: ['Team 0'] } }
    const [own, ...others] = company(2, 15).map((line) => moved(line, 3))
    expect(crossings(one, own!.days, others)).toEqual([])
    expect(crossings(one, own!.days, others.slice(0, 5))).toHaveLength(1)
  })
  test('has nothing to say of a team with too little history', () => {
    const [line] = company(2, 1)
    const days = moved(line!, 9).days.slice(-30)
    expect([hasBaseline(days), found([{ team: 'New', days }])]).toEqual([false, []])
  })
})
