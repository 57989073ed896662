import { describe, expect, test } from 'vitest'

import { crossings, type DayValue } from '#core/alert/crossing.ts'
import { alertMessage } from '#core/alert/message.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { findingOf } from '#core/alert/number-words.ts'
import { hasBaseline } from '#core/alert/unusual.ts'
import { addDays, day } from '#core/time/day.ts'

import { desk, HOUR, NOW } from './house.ts'

const from = (first: string, ...values: readonly (number | null)[]): readonly DayValue[] =>
  values.map((value, n) => ({ day: addDays(day(first), n), value }))
const spend = { metric: 'spend', filters: {} } as const
const limit = (amount: number, per: 'day' | 'week' | 'month'): NumberSpec => ({
  ...spend,
  kind: 'limit',
  amount,
  per,
})
const told = (spec: NumberSpec, days: readonly DayValue[]) =>
  crossings(spec, days).map(({ from, on, percent }) => [from, on, percent])

describe('a limit', () => {
  // 2 November 2026 is a Monday.
  const days = from('2026-11-02', 3, 3, 3, 3, 3, 0, 0, 9, 9, 9)
  test.each([
    [
      'day',
      8,
      [
        ['2026-11-09', '2026-11-09', 100],
        ['2026-11-10', '2026-11-10', 100],
        ['2026-11-11', '2026-11-11', 100],
      ],
    ],
    ['week', 15, [['2026-11-09', '2026-11-10', 100]]],
    [
      'week',
      14,
      [
        ['2026-11-02', '2026-11-06', 100],
        ['2026-11-09', '2026-11-10', 100],
      ],
    ],
    ['month', 14, []],
  ] as const)('a %s of %i', (per, amount, wanted) => {
    expect(told(limit(amount, per), days)).toEqual(wanted)
  })
  test('of a month whose beginning is known is passed once', () => {
    expect(told(limit(14, 'month'), from('2026-11-01', 10, 5, 20))).toEqual([
      ['2026-11-01', '2026-11-02', 100],
    ])
  })
  test('does not take a day that is not known for nothing', () => {
    const [passed] = crossings(limit(5, 'week'), from('2026-11-02', 3, null, null, 4))
    expect(passed).toMatchObject({ on: '2026-11-05', unknown: 2 })
  })
})

describe('a budget', () => {
  const budget: NumberSpec = { ...spend, kind: 'budget', amount: 100, per: 'month' }
  test('is told at half, four fifths and all of it, with the day it is used up at this pace', () => {
    const days = from('2026-11-01', ...Array.from({ length: 10 }, () => 5))
    expect(told(budget, days)).toEqual([['2026-11-01', '2026-11-10', 50]])
    expect(crossings(budget, days)[0]?.overrun).toBe('2026-11-20')
    expect(crossings(budget, from('2026-11-01', 50, 0))[0]?.overrun).toBeNull()
  })
  test('crosses 50, 80 and 100 once each as a month goes by, and again the next month', () => {
    const house = desk()
    const all = from('2026-10-01', ...Array.from({ length: 61 }, (_, n) => (n % 31 < 24 ? 5 : 0)))
    for (let known = 1; known <= all.length; known++)
      for (const crossing of [crossings(budget, all.slice(0, known))])
        house.turn(
          crossing.map((one) => findingOf('made-1', budget, { crossing: one, at: NOW })),
          NOW + known * 24 * HOUR,
        )
    const news = house.told.filter(([, reason]) => reason === 'new').map(([id]) => id)
    expect(news).toEqual([
      'made-1|2026-10-01/50',
      'made-1|2026-10-01/80',
      'made-1|2026-10-01/100',
      'made-1|2026-11-01/50',
      'made-1|2026-11-01/80',
      'made-1|2026-11-01/100',
    ])
  })
  test('tells the limit and never the number', () => {
    const [crossing] = crossings(budget, from('2026-11-01', 83_456_789))
    const finding = findingOf('made-1', budget, { crossing: crossing!, at: NOW })
    expect(JSON.stringify(finding)).not.toMatch(/83|456/)
  })
  test('says when it is used up to who may read exact numbers, for its pace is one', () => {
    const [crossing] = crossings(budget, from('2026-11-01', ...Array.from({ length: 10 }, () => 5)))
    const house = desk()
    house.turn([findingOf('made-1', budget, { crossing: crossing!, at: NOW })], NOW)
    const said = (exact: boolean) =>
      JSON.stringify(alertMessage(house.kept[0]!, { zone: 'UTC', sight: { exact } }))
    expect(said(true)).toContain('20 Nov 2026')
    expect(said(false)).not.toMatch(/20 Nov|pace/)
  })
})

describe('an unusual day', () => {
  const unusual: NumberSpec = { ...spend, kind: 'unusual' }
  const MILLION = 1_000_000
  const usual = Array.from({ length: 63 }, (_, n) => (n % 7 > 4 ? 20 : 400 + (n % 5)) * MILLION)
  test('is far above its own weekday, and what is usual on a Monday is not usual on a Sunday', () => {
    expect(told(unusual, from('2026-09-07', ...usual))).toEqual([])
    expect(told(unusual, from('2026-09-07', ...usual, 900 * MILLION))).toEqual([
      ['2026-11-09', '2026-11-09', 100],
    ])
    const sunday = usual.with(62, 400 * MILLION)
    expect(told(unusual, from('2026-09-07', ...sunday))).toEqual([
      ['2026-11-08', '2026-11-08', 100],
    ])
  })
  test('is none below the floor, however many times more it is', () => {
    const small = usual.map(() => MILLION)
    expect(told(unusual, from('2026-09-07', ...small, 90 * MILLION))).toEqual([])
  })
  test('is not told of with too little history', () => {
    const few = from('2026-10-12', ...usual.slice(0, 28), 9_000 * MILLION)
    expect([told(unusual, few), hasBaseline(few)]).toEqual([[], false])
  })
})
