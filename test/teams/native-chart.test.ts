import { describe, expect, test } from 'vitest'

import { gaugeChart } from '#core/chart/build-gauge.ts'
import { barsChart, linesChart, shareChart } from '#core/chart/build.ts'
import type { Message } from '#core/message/message.ts'
import { nativeChart } from '#teams/native-chart.ts'
import { card, renderTeams } from '#teams/render.ts'
import { faultOf } from '#test/support/teams/world.ts'

const frame = {
  title: 'Spend',
  subtitle: 'Spend per week',
  footer: '',
  unit: 'usd_micros',
} as const
const weeks = ['2026-10-26', '2026-11-02', '2026-11-09']
const points = (values: readonly (number | null)[]) =>
  weeks.map((from, at) => ({ from, value: values[at] ?? null }))

const seats = (used: number, whole: number) =>
  gaugeChart({ ...frame, unit: 'seats', used, whole, usedHead: 'in use', wholeHead: 'paid for' })
const written = (message: Message) =>
  JSON.parse(JSON.stringify(card(renderTeams(message, { personal: true }), message)))

describe('Teams’ own chart', () => {
  test('has the numbers of the picture, in dollars, with the comparison in grey', () => {
    const drawn = nativeChart(
      linesChart({
        ...frame,
        grain: 'week',
        now: points([1_000_000, 2_500_000, 0]),
        before: points([500_000, 0, 1_000_000]),
      }),
    )
    expect(drawn).toMatchObject({
      type: 'Chart.Line',
      title: 'Spend',
      showTitle: true,
      yAxisTitle: 'US dollars',
      data: [
        { legend: 'This period', values: [{ x: weeks[0], y: 1 }, { y: 2.5 }, { y: 0 }] },
        {
          legend: 'Before',
          color: 'neutral',
          values: [{ x: weeks[0], y: 0.5 }, { y: 0 }, { y: 1 }],
        },
      ],
    })
  })

  test('tells all the others together in words where their bar would make stubs of the rest', () => {
    const people = Array.from({ length: 40 }, (_, at) => ({
      key: `p-${at}`,
      label: `p-${at}`,
      now: 10_000_000,
      before: null,
    }))
    const head = { head: 'Person', beforeHead: '' }
    const drawn = nativeChart(barsChart({ ...frame, ...head, rows: people }))
    expect(drawn).toMatchObject({
      data: expect.not.arrayContaining([
        expect.objectContaining({ y: expect.toSatisfy((y) => y > 10) }),
      ]),
      xAxisTitle: expect.stringMatching(/^US dollars, and \d+ more: \$\d+ together$/),
    })
  })

  test('is not drawn over a gap: what is not known is no zero and no line', () => {
    const lines = (now: readonly (number | null)[], before: readonly (number | null)[]) =>
      nativeChart(linesChart({ ...frame, grain: 'week', now: points(now), before: points(before) }))
    expect(lines([1, null, 3], [1, 2, 3])).toBeUndefined()
    expect(lines([1, 2, 3], [1, null, 3])).toMatchObject({ data: [{ legend: 'This period' }] })
    // What is not known at an end is left out there: the line begins later.
    expect(lines([null, 1_000_000, 0], [])).toMatchObject({
      data: [
        {
          values: [
            { x: weeks[1], y: 1 },
            { x: weeks[2], y: 0 },
          ],
        },
      ],
    })
    expect(lines([null, null, 3], [])).toBeUndefined()
    const share = shareChart({
      ...frame,
      grain: 'week',
      buckets: weeks,
      rows: [{ key: 'a', label: 'A', series: [1, null, 2] }],
    })
    expect(nativeChart(share)).toBeUndefined()
  })

  test('leaves a month of stacked days to the picture: Teams has no room for their names', () => {
    const days = Array.from({ length: 15 }, (_, at) => `2026-10-${at + 10}`)
    const rows = ['A', 'B'].map((label) => ({
      key: label,
      label,
      now: 1,
      before: 1,
      series: days.map(() => 1),
    }))
    const of = (buckets: readonly string[]) =>
      nativeChart(shareChart({ ...frame, grain: 'day', buckets, rows }))
    expect(of(days)).toBeUndefined()
    expect(of(days.slice(1))).toMatchObject({ type: 'Chart.VerticalBar.Grouped' })
  })

  test('stacks shares to a hundred, and is a ring where there is one week', () => {
    const rows = [
      { key: 'a', label: 'A', series: [3, 1, 1] },
      { key: null, label: 'unattributed', series: [1, 1, 3] },
    ]
    expect(
      nativeChart(shareChart({ ...frame, grain: 'week', buckets: weeks, rows })),
    ).toMatchObject({
      type: 'Chart.VerticalBar.Grouped',
      stacked: true,
      data: [
        { legend: 'A', values: [{ x: '26 Oct', y: 75 }, { y: 50 }, { y: 25 }] },
        { legend: 'unattributed', color: 'neutral', values: [{ y: 25 }, { y: 50 }, { y: 75 }] },
      ],
    })
    const one = shareChart({ ...frame, grain: 'week', buckets: weeks.slice(0, 1), rows })
    expect(nativeChart(one)).toMatchObject({
      type: 'Chart.Donut',
      data: [
        { legend: 'A (%)', value: 75 },
        { legend: 'unattributed (%)', value: 25 },
      ],
    })
  })

  test.each([
    [312, 400, 'Percentage', [78, 22], '312 in use, of 400 paid for'],
    [0, 50, 'Percentage', [100], '0 in use, of 50 paid for'],
    [50, 50, 'Percentage', [100], '50 in use, of 50 paid for'],
    // Teams would write 0% or 0.1%, 100% or 99.9%, and 1% or 1.3%.
    [1, 2_000, 'Fraction', [1, 1_999], '1 in use, of 2,000 paid for'],
    [999, 1_000, 'Fraction', [999, 1], '999 in use, of 1,000 paid for'],
    [13, 1_000, 'Fraction', [13, 987], '13 in use, of 1,000 paid for'],
  ] as const)(
    'is a gauge of one number, the one the message has: %i of %i as a %s',
    (used, whole, valueFormat, segments, subLabel) => {
      const chart = seats(used, whole)
      expect(nativeChart(chart)).toMatchObject({
        type: 'Chart.Gauge',
        title: 'Spend',
        showTitle: true,
        min: 0,
        max: valueFormat === 'Percentage' ? 100 : whole,
        value: used === 0 ? 0 : segments[0],
        valueFormat,
        subLabel,
        segments: segments.map((size) => ({ size })),
      })
      const message: Message = { title: '', summary: '', parts: [{ kind: 'chart', chart }] }
      expect(faultOf(written(message))).toBeUndefined()
    },
  )

  test('is no gauge where more is used than is paid for: its arc ends there', () => {
    expect(nativeChart(seats(440, 400))).toBeUndefined()
  })

  test('has a bar for each row, and none where two rows have one name', () => {
    const bars = (labels: readonly string[]) =>
      nativeChart(
        barsChart({
          ...frame,
          head: 'Team',
          beforeHead: 'before',
          rows: labels.map((label, at) => ({ key: `${at}`, label, now: 2_000_000, before: null })),
        }),
      )
    expect(bars(['A', 'B'])).toMatchObject({
      data: [
        { x: 'A', y: 2 },
        { x: 'B', y: 2 },
      ],
    })
    expect(bars(['A', 'A'])).toBeUndefined()
  })
})
