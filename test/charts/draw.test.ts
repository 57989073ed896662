import * as fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'

import { drawCard } from '#charts/draw.ts'
import type { Chart } from '#core/chart/chart.ts'
import { formatAlike, formatShare, shortValue } from '#core/chart/format.ts'

import {
  bars,
  changes,
  compare,
  days,
  heat,
  HOSTILE,
  lines,
  multiples,
  rhythm,
  row,
  scatter,
  series,
  share,
  stacks,
  strip,
} from './samples.ts'

const nothing = Array.from({ length: 30 }, () => null)

const CHARTS: Record<string, Chart> = {
  'thirty days against thirty': lines(),
  'no comparison': lines({ before: [] }),
  'days with notes': lines({ marks: [0, 12, 29], notes: ['3 Nov 2026: Copilot rolled out'] }),
  'all zero': lines({
    now: rhythm('2026-10-22', 30, 0),
    before: rhythm('2026-09-22', 30, 0),
  }),
  'one day': lines({ now: series('2026-11-20', [4_210_000]), before: series('2026-11-19', [1]) }),
  'a year': lines({
    now: rhythm('2025-11-21', 365, 1e6),
    before: rhythm('2024-11-21', 365, 9e5),
    unit: 'tokens',
  }),
  gaps: lines({ now: series('2026-11-01', [1, null, 3, 4, null, null, 7]), unit: 'people' }),
  'no data': lines({ now: series('2026-10-22', nothing), before: [] }),
  'no buckets': lines({ now: [], before: [] }),
  refunds: lines({ now: series('2026-11-01', [-5e6, 3e6, -1e6]), before: [] }),
  'only refunds': lines({ now: series('2026-11-01', [-5e6, -3e6]), before: [] }),
  'a fraction of a cent': lines({ now: series('2026-11-01', [4, 3, 9]), before: [] }),
  'the largest number': lines({ now: series('2026-11-01', [Number.MAX_SAFE_INTEGER, 0]) }),
  weeks: lines({
    grain: 'week',
    now: days('2026-08-17', 14, 7).map((from, index) => ({ from, value: index * 1e6 })),
    before: days('2026-05-11', 14, 7).map((from) => ({ from, value: 5e6 })),
  }),
  months: lines({
    grain: 'month',
    now: ['2026-08-01', '2026-09-01', '2026-10-01'].map((from) => ({ from, value: 5e6 })),
    before: [],
  }),
  'two teams': compare(),
  'five of one height': compare({
    series: HOSTILE.slice(0, 5).map((label) => ({
      label,
      values: days('2026-11-02', 14).map(() => 5),
    })),
  }),
  'two with gaps': compare({
    series: [
      { label: 'A', values: [1, null, 3] },
      { label: 'B', values: [] },
    ],
  }),
  'two of nothing': compare({ series: [], buckets: [] }),
  teams: bars(),
  'no teams': bars({ rows: [] }),
  'one team of zero': bars({ rows: [row('A', 0, 0)] }),
  'a refunded team': bars({ rows: [row('A', 5e6), row('B', -2e6, 4e6)] }),
  'hostile names': bars({ rows: HOSTILE.map((name, index) => row(name, index, 1, 'k')) }),
  'hostile words': lines({
    title: HOSTILE.join(' '),
    subtitle: HOSTILE.join(' '),
    footer: HOSTILE.join(' '),
  }),
  'a change': changes([
    ['People', 310e6],
    ['Use per person', -45e6],
    ['Model mix', 0],
    ['No known model', 12e6],
  ]),
  'nothing that changed': changes([['People', 0]]),
  'only falls': changes(HOSTILE.map((name, index): [string, number] => [name, -index])),
  'no parts': changes([]),
  'teams and models': stacks([
    ['Engineering', 'gpt-5', 5e6],
    ['Engineering', 'claude-opus', 2e6],
    ['Sales', 'gpt-5', 1e6],
  ]),
  'hostile pairs': stacks(
    HOSTILE.flatMap((team) => HOSTILE.map((model, index) => [team, model, index] as const)),
  ),
  'no pairs': stacks([]),
  models: share(),
  'one week': share({
    buckets: days('2026-11-16', 1),
    rows: [{ key: 'a', label: 'A', series: [5] }],
  }),
  'weeks without data': share({
    rows: HOSTILE.map((label, at) => ({ key: 'k', label, series: [1, null, at, 4] })),
  }),
  'six teams, a picture each': multiples(),
  'three teams, a picture each': multiples(['A', 'B', 'C']),
  'hostile teams, a picture each': multiples(HOSTILE),
  'no teams, no pictures': multiples([]),
  'ten teams by week': heat(),
  'hostile teams by week': heat(HOSTILE),
  'one team by week': heat(['A']),
  'no teams by week': heat([]),
  'eight numbers': strip(),
  'numbers of nothing': strip([]),
  'hostile numbers': strip(
    HOSTILE.slice(0, 8).map((text) => ({
      label: text,
      value: text,
      told: text,
      values: [null, 1, Number.NaN],
      unit: 'count' as const,
    })),
  ),
  'ten teams as points': scatter(),
  'hostile points': scatter(HOSTILE),
  'no points': scatter([]),
  'no models': share({ rows: [] }),
  'nothing used': share({ rows: [{ key: 'a', label: 'A', series: [0, 0, 0, 0] }] }),
}

describe.each(Object.entries(CHARTS))('the chart of %s', (_, chart) => {
  test.each(['light', 'dark'] as const)('is drawn in %s without a fault', async (mode) => {
    const { svg, warnings, height } = await drawCard(chart, mode)
    expect(warnings).toEqual([])
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<script/)
    expect(height).toBeLessThan(700)
    const root = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="${height}">${svg}</svg>`
    await expect(sharp(Buffer.from(root)).metadata()).resolves.toMatchObject({ width: 480, height })
  })
})

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)

describe('the picture and its words say the same', () => {
  test('each bar carries the value that is read out', async () => {
    const chart = bars()
    const shown = texts((await drawCard(chart, 'light')).svg)
    const amounts = formatAlike(
      chart.rows.map(({ now }) => now),
      'usd_micros',
    )
    for (const amount of amounts) {
      expect(shown).toContain(amount)
      expect(chart.alt).toContain(amount)
    }
    expect(shown).toContain('▲ 32%')
    expect(chart.alt).toContain('+32%')
  })

  test('a line chart shows the averages and the change that are read out', async () => {
    const chart = lines({
      now: series('2026-11-02', [30e6, null, 90e6]),
      before: series('2026-10-30', [20e6, 70e6, 30e6]),
    })
    const shown = texts((await drawCard(chart, 'light')).svg)
    expect(shown).toEqual(
      expect.arrayContaining(['avg $60.00', 'avg $25.00', '+140%', '2 of 3 days']),
    )
    expect(chart.alt).toContain('Average $60.00 a day, +140% against $25.00, over the 2 days')
  })

  test('a day with a note has a dashed line across the plot, and others have none', async () => {
    const dashed = async (chart: Chart) =>
      (await drawCard(chart, 'light')).svg.split('stroke-dasharray').length - 1
    expect(await dashed(lines())).toBe(0)
    expect(await dashed({ ...lines(), marks: [3, 12] })).toBe(2)
  })

  test('a missing comparison shows no second average and no percentage', async () => {
    const shown = texts((await drawCard(lines({ before: [] }), 'light')).svg)
    expect(shown.filter((text) => text.startsWith('avg'))).toHaveLength(1)
    expect(shown.join(' ')).not.toContain('%')
  })

  test('a share chart shows the shares that are read out', async () => {
    const shown = texts((await drawCard(share(), 'light')).svg)
    expect(shown).toEqual(expect.arrayContaining([0.4, 0.7, 0.6, 0.3].map(formatShare)))
  })
})

/** The top ends of the bars' labels and of the accent line, as numbers. */
const paths = (svg: string, color: string): string[] =>
  [...svg.matchAll(/<path[^>]*d="([^"]*)"[^>]*stroke="([^"]*)"/g)]
    .filter(([, , stroke]) => stroke === color)
    .map(([, d = '']) => d)

test('a line stops at a gap and goes on after it', async () => {
  const now = series('2026-11-02', [1, 2, 3, null, null, 4, 5])
  const { svg } = await drawCard(lines({ now, before: [], unit: 'count' }), 'light')
  const drawn = paths(svg, '#2F62D9').filter((d) => d.includes('L'))
  expect(drawn.map((d) => d.split('L').length)).toEqual([3, 2])
})

test('all the others together are no bar beside which the named ones are stubs', async () => {
  const people = (others: number) => [
    ...Array.from({ length: 14 }, (_, index) => row(`Team ${index}`, (20 - index) * 1e6)),
    ...Array.from({ length: others }, (_, index) => row(`Small ${index}`, 5e6)),
  ]
  const drawn = async (others: number) =>
    (await drawCard(bars({ rows: people(others) }), 'light')).svg
  const [few, many] = [await drawn(4), await drawn(40)]
  expect(texts(many)).toContain('$200 together')
  expect(longestBar(many)).toBeGreaterThan(0.9 * longestBar(few))
})

/** Of the named rows, in the picture's own units. */
const longestBar = (svg: string): number =>
  Math.max(
    ...[...svg.matchAll(/\bd="M0,0h([\d.]+)v16h[^"]*" fill="#2F62D9"/gu)].map(([, x]) => Number(x)),
  )

test('names too long for their place end in an ellipsis', async () => {
  const name = 'A very long team name that goes on and on'
  const { svg } = await drawCard(bars({ rows: [row(name, 5e6)] }), 'light')
  expect(texts(svg).find((text) => text.startsWith('A very long team'))).toMatch(/…$/)
  const title = 'word '.repeat(60)
  const shown = texts((await drawCard(lines({ title }), 'light')).svg)
  expect(shown.slice(0, 2)).toEqual([expect.stringMatching(/word$/), expect.stringMatching(/…$/)])
})

test('no numbers make a broken picture', async () => {
  const value = fc.option(
    fc.oneof(fc.integer({ min: -1e6, max: 1e15 }), fc.nat({ max: 3 }), fc.double()),
  )
  const values = fc.array(value, { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(values, values, async (now, before) => {
      const chart = lines({
        now: series('2026-11-01', now),
        before: series('2026-09-01', before),
      })
      const { svg, warnings } = await drawCard(chart, 'light')
      expect(warnings).toEqual([])
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    }),
    { numRuns: 40 },
  )
})

test('the largest value of the axis is not above the picture', async () => {
  const { svg } = await drawCard(lines({ now: rhythm('2026-10-22', 30, 99e6) }), 'light')
  expect(texts(svg)).toContain(shortValue(100e6, 'usd_micros'))
})
