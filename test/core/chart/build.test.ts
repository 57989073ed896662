import { describe, expect, test } from 'vitest'

import { counterparts, weekdayShift } from '#core/chart/align.ts'
import { shares } from '#core/chart/shares.ts'
import { bars, days, HOSTILE, lines, row, series, share } from '#test/charts/samples.ts'

const total = (of: readonly { now: number | null; before: number | null }[]): number[] => [
  of.reduce((sum, { now }) => sum + (now ?? 0), 0),
  of.reduce((sum, { before }) => sum + (before ?? 0), 0),
]

describe('bars', () => {
  test('are sorted by size, with what nobody is known for last', () => {
    const { rows } = bars({
      rows: [row('unattributed', 900, 1, null), row('B', 5), row('A', 5), row('C', 50)],
    })
    expect(rows.map(({ label }) => label)).toEqual(['C', 'A', 'B', 'unattributed'])
    expect(rows.at(-1)?.role).toBe('unattributed')
  })

  test('beyond fifteen are folded so that the parts still add up to the whole', () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      row(`Team ${index}`, index * 7 + 1, index),
    )
    const chart = bars({ rows: [...rows, row('unattributed', 11, 1, null)] })
    expect(chart.rows).toHaveLength(16)
    expect(chart.rows.at(-2)).toMatchObject({ label: 'and 26 more', role: 'rest' })
    expect(total(chart.rows)).toEqual(total([...rows, row('', 11, 1, null)]))
  })

  test('are as many as were asked for, and the rest still adds up to the whole', () => {
    const rows = Array.from({ length: 9 }, (_, index) => row(`Team ${index}`, 90 - index, 50))
    const labels = (top: number) => bars({ rows, top }).rows.map(({ label }) => label)
    expect(labels(3)).toEqual(['Team 0', 'Team 1', 'Team 2', 'and 6 more'])
    expect(total(bars({ rows, top: 3 }).rows)).toEqual(total(rows))
    // "And 1 more" would take the place of the one it hides, as in the table.
    expect(labels(8)).toHaveLength(9)
    expect(labels(8)).not.toContain('and 1 more')
    expect(bars({ rows, top: 3, unit: 'people' }).notes).toEqual([
      'And 6 more, with at most 87 people each',
    ])
  })

  test('fold into a row without a comparison when one of its teams has none', () => {
    const rows = Array.from({ length: 20 }, (_, index) =>
      row(`Team ${index}`, 100 - index, index === 19 ? null : 50),
    )
    expect(bars({ rows }).rows.at(-1)).toMatchObject({ label: 'and 6 more', before: null })
  })

  test('never add up distinct people of several teams', () => {
    const rows = Array.from({ length: 20 }, (_, index) => row(`Team ${index}`, 40 - index))
    const chart = bars({ rows, unit: 'people' })
    expect(chart.rows).toHaveLength(15)
    expect(chart.notes).toEqual(['And 5 more, with at most 25 people each'])
    expect(chart.alt).not.toContain('Together')
  })

  test('a tool that can not report the number is named and has no bar of zero', () => {
    const chart = bars({ rows: [row('ChatGPT', 5), row('GitHub Copilot', null, 3)] })
    expect(chart.rows).toHaveLength(1)
    expect(chart.notes).toEqual(['No data: GitHub Copilot'])
  })

  test('carry names on one line, without what reorders or breaks them', () => {
    const { rows } = bars({ rows: HOSTILE.map((name, index) => row(name, 20 - index, null, 'k')) })
    expect(rows.map(({ label }) => label)).toContain('(no name)')
    for (const { label } of rows) {
      expect(label).toMatch(/^[^\p{Cc}\p{Cs}\u202E]+$/u)
    }
  })
})

describe('lines', () => {
  test('turn what is not a number into a gap', () => {
    const now = series('2026-11-01', [1, Number.NaN, Infinity, 4])
    expect(lines({ now }).now.map(({ value }) => value)).toEqual([1, null, null, 4])
  })

  test('lay weekends on weekends when thirty days follow thirty days', () => {
    const chart = lines()
    // 22 October is a Thursday, 22 September a Tuesday.
    expect(weekdayShift(chart)).toBe(2)
    expect(counterparts(chart)).toEqual([
      ...chart.before.slice(2).map(({ value }) => value),
      null,
      null,
    ])
  })

  test.each([
    ['four weeks', '2026-10-24', 28, '2026-09-26', 0],
    ['a week', '2026-11-14', 7, '2026-11-07', 0],
    ['ten days, where three would be too many to lose', '2026-11-11', 10, '2026-11-01', 0],
    ['ninety days', '2026-08-23', 90, '2026-05-25', -1],
  ])('%s are shifted as little as possible', (_, from, length, fromBefore, shift) => {
    const ones = Array.from({ length }, () => 1)
    const chart = lines({ now: series(from, ones), before: series(fromBefore, ones) })
    expect(weekdayShift(chart)).toBe(shift)
  })

  test('of weeks are compared week by week', () => {
    const now = days('2026-08-17', 30, 7).map((from) => ({ from, value: 1 }))
    expect(weekdayShift(lines({ grain: 'week', now }))).toBe(0)
  })
})

describe('shares', () => {
  test('name five and fold the rest, largest first, into one called Other', () => {
    const rows = 'abcdefgh'.split('').map((key, index) => ({
      key,
      label: key,
      series: [index + 1, 1, 1, 1],
    }))
    const chart = share({
      rows: [{ key: null, label: 'unattributed', series: [9, 9, 9, 9] }, ...rows],
    })
    expect(chart.series.map(({ label, role }) => [label, role])).toEqual([
      ['h', undefined],
      ['g', undefined],
      ['f', undefined],
      ['e', undefined],
      ['d', undefined],
      ['Other', 'rest'],
      ['unattributed', 'unattributed'],
    ])
    expect(chart.series[5]?.values).toEqual([6, 3, 3, 3])
  })

  test('a single one left over keeps its name', () => {
    const rows = 'abcdef'.split('').map((key, index) => ({
      key,
      label: key,
      series: [9 - index, 1, 1, 1],
    }))
    expect(share({ rows }).series.at(-1)).toMatchObject({ label: 'f', role: 'rest' })
  })

  test('add up to the whole in each bucket, and an unknown part leaves a gap', () => {
    const chart = share({
      rows: [
        { key: 'a', label: 'A', series: [1, null, 0, 3] },
        { key: 'b', label: 'B', series: [3, 5, 0, 1] },
        { key: 'c', label: 'C', series: [null, null, null, null] },
      ],
    })
    expect(shares(chart)).toEqual([
      [0.75, null, null, 0.25],
      [0.25, null, null, 0.75],
    ])
    expect(chart.notes).toEqual(['No data: C'])
  })
})
