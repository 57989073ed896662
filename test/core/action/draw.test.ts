import { createHash } from 'node:crypto'

import { assert, double, integer, pre, property, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'

import { drawn, judgedDraw, notDrawable, plannedDraw, qualifying } from '#core/action/draw.ts'
import type { Weeks } from '#core/action/outcome.ts'
import { addDays, day } from '#core/time/day.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const seedOf = (n: number) => sha256(`seed ${n}`)
const MONDAY = day('2026-11-23')
const week = (monday: typeof MONDAY, weeks: number) => addDays(monday, 7 * weeks)
const MONDAYS = Array.from({ length: 14 }, (_, n) => week(MONDAY, n - 8))
const names = (count: number) => Array.from({ length: count }, (_, n) => `Sales/Team ${n}`)

/** The same noise for the same team and week, from -0.2 to 0.2 on a logarithmic scale. */
const noise = (unit: number, at: number) => 0.2 * Math.sin(unit * 91.7 + at * at * 37.3 + unit * at)

function weeksOf(units: readonly string[], started: ReadonlySet<string>, effect: number): Weeks {
  return {
    mondays: MONDAYS,
    units: units.map((unit, n) => ({
      unit,
      values: MONDAYS.map((monday, at) =>
        Math.exp(4 + n / 10 + noise(n, at) + (monday > MONDAY && started.has(unit) ? effect : 0)),
      ),
    })),
  }
}

/** What is told of a draw by this seed, where what starts changes by this much. */
function told(units: readonly string[], seed: string, effect: number) {
  const draw = drawn(units, { seed, sha256 })
  const before = { ...weeksOf(units, new Set(), 0), mondays: MONDAYS.slice(0, 8) }
  const plan = plannedDraw({ draw, weeks: before, found: new Set([MONDAYS[7] ?? MONDAY]), week })
  if ('why' in plan) throw new Error(plan.why)
  const weeks = weeksOf(units, new Set(draw.first), effect)
  return { plan, draw, judged: judgedDraw({ unit: '', ...plan }, draw, weeks) }
}

test('whoever has the seed draws the same, and half of the teams start', () => {
  const units = uniqueArray(integer({ min: 0, max: 999 }), { minLength: 2, maxLength: 40 })
  assert(
    property(units, integer(), (numbers, n) => {
      const all = numbers.map((one) => `team ${one}`)
      const draw = drawn(all, { seed: seedOf(n), sha256 })
      expect([...draw.first, ...draw.waits].toSorted()).toEqual(all.toSorted())
      expect(draw.first).toHaveLength(Math.ceil(all.length / 2))
      expect(drawn(all.toReversed(), { seed: seedOf(n), sha256 })).toEqual(draw)
      expect(draw.commitment).toBe(sha256(draw.seed))
    }),
    { numRuns: 30 },
  )
})

test('of an action that does nothing one draw in twenty says it did something, of a real one the interval holds it', () => {
  const units = names(20)
  const draws = Array.from({ length: 40 }, (_, n) => told(units, seedOf(n), 0).judged)
  const claimed = draws.filter(({ verdict }) => verdict === 'rose' || verdict === 'fell')
  expect(claimed.length).toBeLessThanOrEqual(6)
  const effects = Array.from({ length: 16 }, (_, n) => told(units, seedOf(n), 0.5).judged)
  const holds = effects.filter(
    ({ interval }) =>
      interval && interval[0] <= Math.expm1(0.5) + 1e-9 && interval[1] >= Math.expm1(0.5) - 1e-9,
  )
  expect(holds.length).toBeGreaterThanOrEqual(14)
  expect(effects.every(({ verdict }) => verdict === 'rose')).toBe(true)
})

test('the interval leaves out no effect exactly where a change is claimed', () => {
  const units = names(20)
  assert(
    property(
      integer({ min: 0, max: 9_999 }),
      double({ min: -1, max: 1, noNaN: true }),
      (n, effect) => {
        const { interval, verdict } = told(units, seedOf(n), effect).judged
        const [low, high] = interval ?? [0, 0]
        const side = low > 1e-9 ? 'rose' : high < -1e-9 ? 'fell' : 'no visible change'
        // At the very edge of the interval rounding decides.
        pre(Math.min(Math.abs(low), Math.abs(high)) > 1e-6)
        expect(verdict).toBe(side)
      },
    ),
    { numRuns: 6 },
  )
})

test('with fewer than nineteen others only the difference is told', () => {
  const { plan, judged } = told(names(19), seedOf(1), 1)
  expect(judged).toMatchObject({ verdict: 'too few units', interval: null, units: 18 })
  expect(judged.effect).toBeGreaterThan(0.5)
  expect(plan.visible).toBeNull()
  expect(told(names(20), seedOf(1), 1).plan.visible).toBeGreaterThan(0)
  expect(plan.before).not.toContain(MONDAYS[7])
})

const action = (id: number, unit: string | null, more = {}) => ({
  id,
  unit,
  view: 'depth',
  watched: { metric: 'messages_per_session', wanted: 'rose' } as const,
  state: { kind: 'open' } as const,
  ...more,
})

test('teams qualify together where the same is to move, and none is within another', () => {
  const all = [
    action(1, 'Sales/EMEA'),
    action(2, 'Sales/EMEA/North'),
    action(3, 'Sales/APAC'),
    action(4, 'Eng', { view: 'spend' }),
    action(5, null),
    action(6, 'HR', { state: { kind: 'taken', owner: 'x', due: MONDAY, since: MONDAY } }),
  ]
  expect(qualifying(all, MONDAY).map(({ id }) => id)).toEqual([1, 3])
  expect(qualifying(all.slice(3), MONDAY)).toEqual([])
  const why = (...ids: readonly number[]) =>
    notDrawable(
      all.filter(({ id }) => ids.includes(id)),
      MONDAY,
    )
  expect(why(1, 3)).toBeUndefined()
  expect(why(1)).toContain('two actions')
  expect(why(1, 2)).toContain('within')
  expect(why(1, 4)).toContain('same number')
  expect(why(1, 5)).toContain('no team')
  expect(why(1, 6)).toContain('action 6')
})
