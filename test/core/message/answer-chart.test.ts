import { describe, expect, test } from 'vitest'

import type { Chart } from '#core/chart/chart.ts'
import { answerMessage } from '#core/message/answer.ts'
import type { Answered } from '#core/message/answered.ts'
import { day } from '#core/time/day.ts'
import { measured, measurement, people, span, spread, thirtyDays } from '#test/support/measured.ts'

import { answered, dollars, models, row, upTo } from './given.ts'
import { plain } from './plain.ts'

const chartOf = (given: Answered): Chart | undefined =>
  answerMessage(given).parts.find((part) => part.kind === 'chart')?.chart

const month = span('2026-11-01', '2026-11-21', { partial: true })

const monthToDate = () => {
  const messages = measurement('messages', {
    now: (index) => (index < 20 ? 100 : 3),
    before: () => 80,
    span: month,
  })
  const comparable = { ...messages.comparable, now: 2_000, before: 1_600, days: 20 }
  return answered(
    { span: { ...month, grain: 'day' }, measured: measured([{ ...messages, comparable }]) },
    { period: { kind: 'range', from: day('2026-11-01'), to: day('2026-11-21') } },
  )
}

describe('a picture never shows a fall that is none', () => {
  test('today is not drawn before it is over, and the small print says where it is', () => {
    expect(chartOf(monthToDate())).toMatchObject({ kind: 'lines', told: { change: '+25%' } })
    expect(chartOf(monthToDate())).not.toMatchObject({ now: { length: 21 } })
    expect(plain(answerMessage(monthToDate()))).toContain(
      'Today is not over: it is in the numbers, not in the comparison.',
    )
  })

  test('a week that lacks some of its days is not drawn', () => {
    const weeks = span('2026-08-10', '2026-11-15')
    const daily = measurement('messages', { now: () => 10, before: () => 10, span: weeks })
    const weekly = {
      ...daily,
      series: daily.series.filter((_, index) => index % 7 === 0),
      seriesBefore: daily.seriesBefore.filter((_, index) => index % 7 === 0),
    }
    const given = (through: string) =>
      answered({
        span: { ...weeks, grain: 'week' },
        measured: measured([weekly], { dataThrough: through, tools: upTo(through) }),
      })
    expect(chartOf(given('2026-11-15'))).toMatchObject({ now: { length: 14 } })
    expect(chartOf(given('2026-11-12'))).toMatchObject({ now: { length: 13 } })
  })

  test('a tool that ends early is named under the plot', () => {
    const tools = [
      ...upTo('2026-11-20'),
      { tool: 'github-copilot', dataThrough: '2026-11-17', bucketZone: 'UTC' },
    ]
    const messages = measurement('messages', { now: spread(900), before: spread(900) })
    expect(chartOf(answered({ measured: measured([messages], { tools }) }))).toMatchObject({
      notes: ['github-copilot: to 17 Nov 2026 only'],
    })
  })
})

function split(dimension: 'model' | 'team', given: Partial<Answered> = {}) {
  const spend = measurement(
    'spend',
    {
      now: spread(dollars(4_210)),
      before: spread(dollars(3_790)),
      span: given.span ?? thirtyDays,
    },
    { by: { dimension, rows: models } },
  )
  return chartOf(answered({ ...given, measured: measured([spend]) }, { by: dimension }))
}

describe('what is drawn', () => {
  test('models over a month are shares over time, teams are bars', () => {
    expect(split('model')).toMatchObject({ kind: 'share', buckets: { length: 30 } })
    expect(split('team')).toMatchObject({ kind: 'bars', rows: { length: 4 } })
  })

  test('where the course of no part is known, as in what is published, the parts stand as bars', () => {
    const rows = models.map(({ series, ...row }) => ({
      ...row,
      series: series?.map(() => null) ?? [],
    }))
    const spend = measurement(
      'spend',
      { now: spread(dollars(4_210)), before: spread(dollars(3_790)), span: thirtyDays },
      { by: { dimension: 'model', rows } },
    )
    expect(chartOf(answered({ measured: measured([spend]) }, { by: 'model' }))).toMatchObject({
      kind: 'bars',
      rows: { length: 4 },
    })
  })

  test('models over ninety days are shares of whole weeks, not a comb of weekends', () => {
    const ninety = span('2026-08-23', '2026-11-20')
    const rows = [
      ['gpt-5', 3],
      ['gpt-5-mini', 1],
    ].map(([label, each]) => ({
      ...row(String(label), 270, 270),
      series: Array.from({ length: 90 }, (_, index) => (index % 7 < 1 ? 0 : Number(each))),
    }))
    const spend = measurement(
      'spend',
      { now: () => 4, before: () => 4, span: ninety },
      { by: { dimension: 'model', rows } },
    )
    const chart = chartOf(
      answered({ span: { ...ninety, grain: 'day' }, measured: measured([spend]) }, { by: 'model' }),
    )
    expect(chart).toMatchObject({ kind: 'share', grain: 'week', buckets: { length: 12 } })
    expect(chart).toMatchObject({
      buckets: expect.arrayContaining(['2026-08-24', '2026-11-09']),
      series: [{ values: Array(12).fill(18) }, { values: Array(12).fill(6) }],
    })
  })

  test('models over two days are bars: two days have no course', () => {
    const days = { span: { ...span('2026-11-19', '2026-11-20'), grain: 'day' as const } }
    expect(split('model', days)).toMatchObject({ kind: 'bars' })
  })

  test('beside a change per working day stand means per working day', () => {
    const september = span('2026-08-31', '2026-09-29')
    const messages = measurement('messages', {
      now: spread(2_200),
      before: spread(2_000),
      span: september,
    })
    const chart = chartOf(
      answered({
        span: { ...september, grain: 'day' },
        today: day('2026-09-30'),
        measured: measured([messages]),
      }),
    )
    expect(chart).toMatchObject({ overall: { now: 100, before: 100, per: 'working day' } })
    expect(chart?.alt).toContain('Average 100 a working day, against 100: about the same')
  })

  test('bars compare at the same number of working days', () => {
    const september = span('2026-08-31', '2026-09-29')
    const given = { span: { ...september, grain: 'day' as const }, today: day('2026-09-30') }
    const bars = split('team', given)
    const first = bars?.kind === 'bars' ? bars.rows[0] : undefined
    expect(bars).toMatchObject({ beforeHead: 'v the 30 days before, per working day' })
    expect(first).toMatchObject({ label: 'gpt-5', before: dollars(2_500), told: '▼ 7%' })
  })

  test('the groups left out of a table are not known together where none of them is', () => {
    const known = row('Web', 4_210, 4_000)
    const rows = Array.from({ length: 14 }, (_, n) => ({
      ...known,
      key: `Team ${n}`,
      label: `Team ${n}`,
      ...(n > 0 && { now: null, before: null }),
    }))
    const spend = measurement(
      'spend',
      { now: spread(dollars(4_210)), before: spread(dollars(4_000)) },
      { by: { dimension: 'team', rows } },
    )
    const said = plain(answerMessage(answered({ measured: measured([spend]) }, { by: 'team' })))
    expect(said).toMatch(/^\| and 4 more \| not known \| – \|/m)
  })

  test('one day, or nothing but zeros in a split, needs no picture', () => {
    const one = span('2026-11-20', '2026-11-20')
    const single = measurement('messages', { now: () => 5, before: () => 5, span: one })
    expect(
      chartOf(answered({ span: { ...one, grain: 'day' }, measured: measured([single]) })),
    ).toBeUndefined()
    const none = people(0, 0, { by: { dimension: 'team', rows: [row('Sales', 0, 0)] } })
    expect(chartOf(answered({ measured: measured([none]) }, { by: 'team' }))).toBeUndefined()
  })
})
