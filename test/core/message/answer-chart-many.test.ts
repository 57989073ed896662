import { describe, expect, test } from 'vitest'

import type { Chart } from '#core/chart/chart.ts'
import { answerMessage } from '#core/message/answer.ts'
import type { Answered } from '#core/message/answered.ts'
import { measured, measurement, span, spread } from '#test/support/measured.ts'

import { answered, dollars, row } from './given.ts'
import { plain } from './plain.ts'

const chartOf = (given: Answered): Chart | undefined =>
  answerMessage(given).parts.find((part) => part.kind === 'chart')?.chart

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
