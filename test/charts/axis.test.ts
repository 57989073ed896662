import { describe, expect, test } from 'vitest'

import { drawCard } from '#charts/draw.ts'
import { textWidth } from '#charts/measure.ts'
import { heatChart } from '#core/chart/build-many.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Grain } from '#core/time/grain.ts'

import { compare, days, heat, lines, share } from './samples.ts'

const months = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(2024, 5 + index, 1)).toISOString().slice(0, 10),
  )

const BUCKETS: Record<Grain, (count: number) => readonly string[]> = {
  day: (count) => days('2026-06-03', count),
  week: (count) => days('2025-06-02', count, 7),
  month: months,
}

/** The wider the names on the right, the less room is left for the axis. */
const NAMES = ['A', 'A name of some length']

const CHARTS: Record<string, (given: { grain: Grain; count: number; name: string }) => Chart> = {
  share: ({ grain, count, name }) =>
    share({
      grain,
      buckets: BUCKETS[grain](count),
      rows: [
        { key: 'a', label: name, series: BUCKETS[grain](count).map(() => 2) },
        { key: 'b', label: 'B', series: BUCKETS[grain](count).map(() => 3) },
      ],
    }),
  lines: ({ grain, count }) =>
    lines({
      grain,
      now: BUCKETS[grain](count).map((from) => ({ from, value: 5e6 })),
      before: [],
    }),
  compare: ({ grain, count, name }) =>
    compare({
      grain,
      buckets: BUCKETS[grain](count),
      series: [{ label: name, values: BUCKETS[grain](count).map(() => 5e6) }],
    }),
  heat: ({ grain, count, name }) => {
    const { buckets: _, ...rest } = heat(['A'])
    return heatChart({
      ...rest,
      grain,
      buckets: BUCKETS[grain](count),
      rows: [{ key: 'a', label: name, series: BUCKETS[grain](count).map(() => 5e6) }],
    })
  },
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

type Label = {
  readonly text: string
  readonly from: number
  readonly to: number
}

const DATE = new RegExp(`^(?:\\d{1,2} )?(?:${MONTHS.join('|')})$`, 'u')

/** The dates along the axis, from left to right, with the ground each covers. */
async function axis(chart: Chart): Promise<readonly Label[]> {
  const { svg } = await drawCard(chart, 'light')
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)]
    .filter(([, style = '', text = '']) => DATE.test(text) && /font-size="12(?:px)?"/.test(style))
    .map(([, style = '', text = '']) => {
      const x = Number(/(?:translate\(| x=")([\d.-]+)/.exec(style)?.[1])
      const width = textWidth(text, 12)
      const anchor = /text-anchor="(\w+)"/.exec(style)?.[1] ?? 'start'
      const from = x - { start: 0, middle: width / 2, end: width }[anchor]!
      return { text, from, to: from + width }
    })
    .toSorted((a, b) => a.from - b.from)
}

describe.each(Object.entries(CHARTS))('the dates under a chart of %s', (_, chart) => {
  test.each([2, 3, 4, 5, 6, 7])('name every one of %i months', async (count) => {
    for (const name of NAMES) {
      const shown = await axis(chart({ grain: 'month', count, name }))
      expect(shown.map(({ text }) => text)).toEqual(MONTHS.slice(5, 5 + count))
    }
  })

  test.each(['day', 'week', 'month'] as const)(
    'by %s never touch each other, however many there are',
    async (grain) => {
      for (const name of NAMES) {
        for (const count of [1, 2, 5, 6, 9, 11, 13, 14, 17, 24, 26, 27, 29, 31, 41, 61, 62]) {
          const shown = await axis(chart({ grain, count, name }))
          expect(shown.length, `${count} of grain ${grain}`).toBeGreaterThan(0)
          const gaps = shown.slice(1).map(({ from }, index) => from - (shown[index]?.to ?? 0))
          expect(Math.min(Infinity, ...gaps), `${count} of grain ${grain}`).toBeGreaterThan(3)
        }
      }
    },
  )

  test('leave out as many between each two as between any other two', async () => {
    for (const count of [8, 11, 13, 18, 24, 36, 60]) {
      const shown = await axis(chart({ grain: 'month', count, name: 'A' }))
      const at = shown.map(({ text }) => MONTHS.indexOf(text))
      const steps = at.slice(1).map((month, index) => (12 + month - (at[index] ?? 0)) % 12)
      expect(new Set(steps).size, `${count} months: ${at.join(' ')}`).toBe(1)
    }
  })
})

test('no date begins further left than the shares above it', async () => {
  for (const count of [9, 11, 13, 30, 61, 62]) {
    for (const from of [0, 1, 2, 3, 4, 5, 6]) {
      const buckets = days(`2026-06-0${from + 1}`, count)
      const rows = [{ key: 'a', label: 'A', series: buckets.map(() => 2) }]
      const [first] = await axis(share({ grain: 'day', buckets, rows }))
      expect(first?.from, `${count} days from ${buckets[0]}`).toBeGreaterThanOrEqual(0)
    }
  }
})
