import { expect, test } from 'vitest'

import { barsChart, linesChart } from '#core/chart/build.ts'
import { nativeChart } from '#slack/native-chart.ts'

const frame = { title: 'Spend', subtitle: '', footer: '', unit: 'usd_micros' } as const

test('in Slack’s own chart, all others together are told in words where their bar would make stubs of the rest', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    key: `p-${at}`,
    label: `p-${at}`,
    now: 10_000_000,
    before: 5_000_000,
  }))
  const drawn = nativeChart(barsChart({ ...frame, head: 'Person', beforeHead: '', rows }))
  const values = drawn?.chart.series.flatMap(({ data }) => data.map(({ value }) => value))
  expect(Math.max(...(values ?? []))).toBe(10)
  const { categories, x_label: told } = drawn?.chart.axis_config ?? {}
  expect(told).toMatch(/^and \d+ more: \$\d+ together$/)
  // Every row is somewhere: drawn under its name, or counted among those told.
  expect((categories?.length ?? 0) + Number(/\d+/.exec(told ?? '')?.[0])).toBe(40)
})

test('in Slack’s own chart, days have short names that fit beside each other', () => {
  const now = ['2026-11-20', '2026-11-21'].map((from) => ({ from, value: 1_000_000 }))
  const drawn = nativeChart(linesChart({ ...frame, grain: 'day', now, before: now }))
  expect(drawn?.chart.axis_config.categories).toEqual(['20 Nov', '21 Nov'])
})
