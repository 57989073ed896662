import { describe, expect, test } from 'vitest'

import { change, means, signed } from '#core/chart/change.ts'
import { dayRange, weekdayOf } from '#core/chart/dates.ts'
import { formatAlike, formatShare, formatTicks, shortValue } from '#core/chart/format.ts'
import { formatValue } from '#core/metric/format.ts'

test('half a cent is rounded in a picture as in the table below it', () => {
  for (const micros of [15_000, 25_000, 1_005_000])
    expect(shortValue(micros, 'usd_micros_each')).toBe(formatValue('usd_micros_each', micros))
})

describe('a value is short enough for a label and exact where people look for it', () => {
  test.each([
    [0, '0'],
    [7, '7'],
    [7.4, '7.4'],
    [0.01, '<0.1'],
    [9.97, '10'],
    [999, '999'],
    [1284, '1,284'],
    [9999, '9,999'],
    [9999.6, '10.0k'],
    [18_432, '18.4k'],
    [999_949, '999.9k'],
    [999_950, '1.0M'],
    [1_234_567, '1.2M'],
    [4_210_000_000, '4.2B'],
    [9_007_199_254_740_991, '9007.2T'],
    [-1284, '−1,284'],
  ])('%d messages are %s', (value, text) => {
    expect(shortValue(value, 'count')).toBe(text)
  })

  test.each([
    [0, '$0'],
    [1, '<$0.01'],
    [5000, '$0.01'],
    [9_410_000, '$9.41'],
    [99_994_000, '$99.99'],
    [99_996_000, '$100'],
    [940_000_000, '$940'],
    [6_210_000_000, '$6,210'],
    [18_432_000_000, '$18.4k'],
    [1_234_567_000_000, '$1.2M'],
    [-20_000_000, '−$20.00'],
  ])('%d micro-dollars are %s', (value, text) => {
    expect(shortValue(value, 'usd_micros')).toBe(text)
  })

  test('amounts read in one column all have cents, or none has', () => {
    expect(formatAlike([420e6, 20e6, 200_000, 0], 'usd_micros')).toEqual([
      '$420',
      '$20',
      '<$1',
      '$0',
    ])
    expect(formatAlike([20e6, 200_000], 'usd_micros')).toEqual(['$20.00', '$0.20'])
  })
})

test.each([
  [[0, 1000, 2000], 'count', ['0', '1,000', '2,000']],
  [[0, 500_000, 1_000_000], 'tokens', ['0', '0.5M', '1.0M']],
  [[0, 5e9, 10e9, 15e9], 'usd_micros', ['$0', '$5k', '$10k', '$15k']],
  [[0, 200_000, 400_000], 'usd_micros', ['$0', '$0.20', '$0.40']],
  [[0, 20e6, 40e6], 'usd_micros', ['$0', '$20', '$40']],
  [[-1000, 0, 1000], 'count', ['−1,000', '0', '1,000']],
  [[0], 'usd_micros', ['$0']],
] as const)('the axis %j in %s reads %j', (ticks, unit, labels) => {
  expect(formatTicks(ticks, unit)).toEqual(labels)
})

test.each([
  [0, '0%'],
  [0.004, '<1%'],
  [0.31, '31%'],
  [0.997, '>99%'],
  [1, '100%'],
])('a share of %d reads %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})

describe('a change is said only where there is something to compare', () => {
  test.each([
    [120, 100, '+20%'],
    [96, 100, '−4%'],
    [100, 100, '0%'],
    [1002, 1000, '0%'],
    [5, 0, 'new'],
    [0, 0, '0%'],
    [0, 100, '−100%'],
    [1, 10_000, '−99%'],
    [1100, 100, '×11'],
    [1099, 100, '+999%'],
    [1_000_000, 1, '×1.0M'],
  ])('%d after %d is %s', (now, before, text) => {
    expect(signed(change(now, before)!)).toBe(text)
  })

  test.each([
    [120, null],
    [null, 100],
    [-20, 100],
    [20, -100],
  ])('%s after %s says nothing', (now, before) => {
    expect(change(now, before)).toBeUndefined()
  })
})

const points = (values: readonly (number | null)[]): { from: string; value: number | null }[] =>
  values.map((value, index) => ({ from: `2026-11-0${index + 1}`, value }))

describe('means', () => {
  test('count only the days that both periods have', () => {
    const found = means({ now: points([10, 20, null, 1000]), before: points([20, 40, 60, null]) })
    expect(found).toEqual({ now: 15, before: 30, pairs: 2 })
  })

  test('stand alone when no day is in both periods', () => {
    const found = means({ now: points([10, null, 20]), before: points([null, 5, null]) })
    expect(found).toEqual({ now: 15, before: null, pairs: 0 })
  })

  test('are unknown when nothing is known', () => {
    expect(means({ now: [], before: [] })).toEqual({ now: null, before: null, pairs: 0 })
  })
})

test.each([
  ['2026-11-02', '2026-11-29', '2–29 Nov'],
  ['2026-10-05', '2026-11-01', '5 Oct – 1 Nov'],
  ['2026-12-20', '2027-01-05', '20 Dec 2026 – 5 Jan 2027'],
  ['2026-11-02', '2026-11-02', '2 Nov'],
])('the days from %s to %s are %s', (from, to, text) => {
  expect(dayRange(from, to)).toBe(text)
})

test('a day is named with its weekday', () => {
  expect(weekdayOf('2026-09-30')).toBe('Wed 30 Sep')
})
