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

describe('many at once', () => {
  const weeks = { ...span('2026-08-17', '2026-11-15'), grain: 'week' as const }
  const teams = (count: number) => {
    const spend = measurement('spend', {
      now: () => dollars(10),
      before: () => dollars(10),
      span: weeks,
    })
    const each = (index: number) => index % 7 === 0
    const rows = Array.from({ length: count }, (_, at) => ({
      ...row(`Team ${at}`, 90 - at, 90),
      series: spend.series.filter((_, index) => each(index)).map(() => dollars(at + 1)),
    }))
    const weekly = {
      ...spend,
      series: spend.series.filter((_, index) => each(index)),
      seriesBefore: spend.seriesBefore.filter((_, index) => each(index)),
      by: { dimension: 'team' as const, rows },
    }
    return { span: weeks, measured: measured([weekly]) }
  }

  test.each([
    [6, 'multiples'],
    [7, 'heat'],
  ])('%i teams per week are drawn as %s', (count, kind) => {
    const drawn = chartOf(answered(teams(count), { by: 'team', per: 'week', metrics: ['spend'] }))
    expect(drawn).toMatchObject({ kind, series: { length: count }, buckets: { length: 13 } })
  })

  test('without per: teams are bars', () => {
    const drawn = chartOf(answered(teams(6), { by: 'team', metrics: ['spend'] }))
    expect(drawn?.kind).toBe('bars')
  })

  test('four numbers asked for at once each have their course; three have the picture of the first', () => {
    const all = (['messages', 'sessions', 'spend', 'output_tokens'] as const).map((metric) =>
      measurement(metric, { now: spread(900), before: spread(800) }),
    )
    const ask = (count: number) =>
      answered(
        { measured: measured(all) },
        { metrics: all.slice(0, count).map(({ metric }) => metric) },
      )
    const drawn = chartOf(ask(4))
    expect(drawn).toMatchObject({ kind: 'strip', tiles: { length: 4 } })
    expect(drawn?.alt).toContain('Messages 900')
    expect(chartOf(ask(3))?.kind).toBe('lines')
  })

  test('two numbers of eight teams are points, what belongs to nobody is none', () => {
    const rows = [
      ...Array.from({ length: 8 }, (_, at) => row(`Team ${at}`, at + 1, at)),
      row(null, 5, 5),
    ]
    const both = (['spend', 'messages'] as const).map((metric) => ({
      ...measurement(metric, { now: spread(900), before: spread(800) }),
      by: { dimension: 'team' as const, rows },
    }))
    const ask = { by: 'team', metrics: ['spend', 'messages'] } as const
    const drawn = chartOf(answered({ measured: measured(both) }, ask))
    expect(drawn).toMatchObject({ kind: 'scatter', xHead: 'Messages', points: { length: 8 } })
    const few = both.map((one) => ({ ...one, by: { ...one.by, rows: rows.slice(0, 7) } }))
    expect(chartOf(answered({ measured: measured(few) }, ask))?.kind).toBe('bars')
  })
})

describe('what is known of one day alone', () => {
  const utilisation = (used: number | null, paid: number | null) => {
    const known = used !== null && paid !== null
    const now = known ? used / paid : null
    const rows = [
      row('chatgpt', 0.78, 0.5, (share) => share),
      row('claude', 0.4, 0.5, (share) => share),
    ]
    const given = measurement(
      'seat_utilisation',
      { now: () => null, before: () => null },
      {
        now,
        madeOf: [
          { name: 'in use', unit: 'seats', now: used, before: null },
          { name: 'paid for', unit: 'seats', now: paid, before: null },
        ],
      },
    )
    return { given, split: { ...given, by: { dimension: 'tool', rows } } as const }
  }
  const ask = { metrics: ['seat_utilisation'] } as const

  test('how much of what is paid for is used is a gauge, of the day it is told of', () => {
    const { given } = utilisation(312, 400)
    const shown = answered({ measured: measured([given]), labels: { tool: ['chatgpt'] } }, ask)
    expect(chartOf(shown)).toMatchObject({
      kind: 'gauge',
      title: 'The company: 78% of paid seats on chatgpt in use',
      subtitle: 'Seat utilisation on 20 Nov 2026',
      used: 312,
      whole: 400,
    })
    expect(plain(answerMessage(shown))).toContain('78%: 312 in use, of 400 paid for.')
  })

  test('by tool it is bars, and where it is not known nothing is drawn', () => {
    const { given } = utilisation(null, null)
    expect(chartOf(answered({ measured: measured([given]) }, ask))).toBeUndefined()
    const { split } = utilisation(312, 400)
    const byTool = answered({ measured: measured([split]) }, { ...ask, by: 'tool' })
    expect(chartOf(byTool)).toMatchObject({ kind: 'bars' })
  })
})
