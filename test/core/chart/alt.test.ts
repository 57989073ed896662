import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { change, means, signed } from '#core/chart/change.ts'
import { formatAlike, formatShare } from '#core/chart/format.ts'
import { shares } from '#core/chart/shares.ts'
import { bars, compare, days, HOSTILE, lines, row, series, share } from '#test/charts/samples.ts'

const value = fc.option(fc.nat({ max: 1e12 }), { freq: 4 })
const name = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 80 }))
type Pair = { readonly now: number | null; readonly before: number | null }
const amount = fc.nat({ max: 1e12 })
const full: fc.Arbitrary<Pair> = fc.record({ now: amount, before: amount })
const holed: fc.Arbitrary<Pair> = fc.oneof(
  fc.record({ now: fc.constant(null), before: value }),
  fc.record({ now: value, before: fc.constant(null) }),
)
const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)
const compared = (pairs: readonly Pair[]): ReturnType<typeof lines> =>
  lines({
    title: 'Use',
    footer: '',
    unit: 'tokens',
    now: series(
      '2026-10-01',
      pairs.map(({ now }) => now),
    ),
    before: series(
      '2026-08-01',
      pairs.map(({ before }) => before),
    ),
  })

const broken = /NaN|undefined|Infinity|\[object/

describe('the words beside a picture say what the picture shows', () => {
  test('a line chart says both averages, the change, the extremes and where data is missing', () => {
    const chart = lines({
      title: 'Spend is up',
      now: series('2026-11-02', [100e6, 300e6, null, null, 200e6, 20e6, null]),
      before: series('2026-10-26', [100e6, 100e6, 100e6, 100e6, 100e6, null, null]),
    })
    expect(chart.alt).toBe(
      'Spend is up. Line chart: Spend per day, 2–8 Nov 2026, against 26 Oct – 1 Nov. ' +
        'Average $200 a day, +100% against $100, over the 3 days that both periods have. ' +
        'Highest $300 on Tue 3 Nov; lowest $20 on Sat 7 Nov. ' +
        'Values: 2 Nov $100 (before $100); 3 Nov $300 (before $100); 6 Nov $200 (before $100); 7 Nov $20. ' +
        'No data for 3 days: 4–5 Nov, 8 Nov. The comparison has no data for 2 days. ' +
        'ChatGPT, Claude Code · Europe/Berlin · data through 20 Nov · 52 people.',
    )
  })

  test('nothing to compare with is said and makes no percentage', () => {
    const { alt } = lines({ before: [] })
    expect(alt).toContain('No data to compare with.')
    expect(alt).not.toMatch(/%|against/)
  })

  test('a shorter month before is not called a gap', () => {
    const { alt } = lines({
      now: series(
        '2026-10-01',
        Array.from({ length: 31 }, () => 1e6),
      ),
      before: series(
        '2026-09-01',
        Array.from({ length: 30 }, () => 1e6),
      ),
    })
    expect(alt).toContain('over the 30 days that both periods have')
    expect(alt).not.toContain('no data')
  })

  test('a chart without any data says so', () => {
    expect(lines({ now: series('2026-11-02', [null, null]), before: [] }).alt).toContain('No data.')
    expect(bars({ rows: [] }).alt).toContain('No data.')
    expect(share({ rows: [] }).alt).toContain('No data.')
  })

  test('a share chart says where each part started and ended', () => {
    expect(share().alt).toContain(
      'Stacked area chart: Messages by model, weeks of 7–28 Sep 2026. ' +
        'From 7 Sep to 28 Sep: Sonnet 40% to 70%; Haiku 60% to 30%.',
    )
  })
})

describe('whatever the numbers and names', () => {
  test('each bar is read out with its value and its change', () => {
    const rows = fc.array(fc.record({ label: name, now: value, before: value }), { maxLength: 40 })
    fc.assert(
      fc.property(rows, fc.constantFrom('usd_micros', 'tokens'), (given, unit) => {
        const chart = bars({ unit, rows: given.map((one) => ({ ...one, key: 'k' })) })
        const amounts = formatAlike(
          chart.rows.map(({ now }) => now),
          unit,
        )
        let from = 0
        for (const [index, { now, before }] of chart.rows.entries()) {
          const moved = change(now, before)
          const said = `${amounts[index]}${moved === undefined ? '' : ` (${signed(moved)})`}`
          const at = chart.alt.indexOf(said, from)
          expect(at).toBeGreaterThan(0)
          from = at + said.length
        }
        expect(chart.alt.length).toBeLessThanOrEqual(2000)
        expect(chart.alt.isWellFormed()).toBe(true)
      }),
    )
  })

  test('the average of a line chart is the mean of the days in both periods', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(full, holed), { maxLength: 60 }), full, (pairs, one) => {
        const chart = compared([...pairs, one])
        const both = [...pairs, one].filter(({ now, before }) => now !== null && before !== null)
        const [now, before] = [
          sum(both.map((pair) => pair.now)),
          sum(both.map((pair) => pair.before)),
        ]
        const [mean, against] = formatAlike([now / both.length, before / both.length], 'tokens')
        const percent = signed(change(now, before)!)
        expect(means(chart).pairs).toBe(both.length)
        expect(chart.alt).toContain(`Average ${mean} a day, ${percent} against ${against}`)
        expect(chart.alt).not.toMatch(broken)
      }),
    )
  })

  test('a line chart without a common day states no change', () => {
    fc.assert(
      fc.property(fc.array(holed, { minLength: 1, maxLength: 60 }), (pairs) => {
        const { alt } = compared(pairs)
        expect(alt).not.toMatch(/%|×|over the/)
        expect(alt).not.toMatch(broken)
      }),
    )
  })

  test('each share is read out', () => {
    const row = fc.record({ label: name, series: fc.array(value, { minLength: 4, maxLength: 4 }) })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (given) => {
        const chart = share({ rows: given.map((one) => ({ ...one, key: 'k' })) })
        const known = (shares(chart)[0] ?? []).flatMap((part, at) => (part === null ? [] : [at]))
        for (const part of known.length === 0 ? [] : shares(chart)) {
          expect(chart.alt).toContain(formatShare(part[known[0]!]!))
          expect(chart.alt).toContain(formatShare(part[known.at(-1)!]!))
        }
        expect(chart.alt.length).toBeLessThanOrEqual(2000)
        expect(chart.alt.replaceAll(/undefined|NaN/g, '')).toBe(chart.alt)
      }),
    )
  })
})

test('a year of days does not read out every day', () => {
  const now = days('2025-11-21', 365).map((from, index) => ({ from, value: index }))
  expect(lines({ now, before: [] }).alt.length).toBeLessThan(400)
})

test('a row is compared in words only where the bar is', () => {
  expect(bars({ rows: [row('A', 5e6, null), row('B', 3e6, null)] }).alt).toContain(
    '22 Oct – 20 Nov. A $5.00; B $3.00. Together $8.00.',
  )
})

test('two lines are read out by their means and ends, with the days that lack', () => {
  const { alt } = compare({
    buckets: days('2026-11-02', 3),
    series: [
      { label: 'Engineering', values: [10e6, null, 30e6] },
      { label: 'Sales', values: [] },
    ],
  })
  expect(alt).toContain(
    'Engineering: average $20.00 a day, from $10.00 (2 Nov) to $30.00 (4 Nov). No data for 1 day: 3 Nov. Sales: no data.',
  )
})
