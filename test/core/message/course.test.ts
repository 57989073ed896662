import { describe, expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'
import { day } from '#core/time/day.ts'
import { measured, measurement, span } from '#test/support/measured.ts'

import { answered } from './given.ts'
import { plain } from './plain.ts'

const october = { from: day('2026-10-01'), to: day('2026-10-31') }
const yearBefore = span('2026-10-01', '2026-10-31', {
  previous: { from: day('2025-10-01'), to: day('2025-10-31') },
})
const messages = (of = yearBefore) =>
  measurement('messages', { now: () => 20, before: () => 10, span: of })
const asked = { period: { kind: 'last-month' }, vs: { kind: 'last-year' } } as const

describe('a number against other days than those before it', () => {
  const given = answered(
    { span: { ...yearBefore, grain: 'day' }, measured: measured([messages()]) },
    asked,
  )

  test('the sentence and the picture say which, the small print its days and working days', () => {
    const said = plain(answerMessage(given))
    expect(said).toContain('Oct 2026, 109% more per working day than a year before')
    expect(said).toContain('Compared with 1–31 Oct 2025, per working day (22 v 23).')
  })

  test('of days nobody counted it says that there is nothing to compare with', () => {
    const none = {
      ...messages(),
      before: null,
      comparable: { now: null, before: null, days: 0, workingDaysNow: 0, workingDaysBefore: 0 },
      seriesBefore: [],
    }
    const said = plain(answerMessage({ ...given, measured: measured([none]) }))
    expect(said).toContain('nothing is known of 1–31 Oct 2025 to compare with')
  })

  test('days of choice are said by their dates', () => {
    const days = { kind: 'range', from: day('2025-10-01'), to: day('2025-10-31') } as const
    const said = plain(answerMessage({ ...given, ask: { ...given.ask, vs: days } }))
    expect(said).toContain('than over 1–31 Oct 2025')
  })

  test('another period keeps last year, and drops days that were chosen for this one', () => {
    const commands = (of: typeof given) =>
      answerMessage(of).parts.flatMap((part) =>
        part.kind === 'buttons'
          ? part.buttons.flatMap(({ act }) => ('command' in act ? [act.command] : []))
          : [],
      )
    expect(commands(given)).toContain('90d vs:last year')
    const days = { kind: 'range', ...october } as const
    expect(commands({ ...given, ask: { ...given.ask, vs: days, per: 'month' } })).toContain('90d')
  })
})

describe('a line by the month', () => {
  const quarter = span('2026-07-15', '2026-10-31')
  const months = ['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01']
  const monthly = {
    ...messages(quarter),
    series: months.map((from, n) => ({ from: day(from), value: 100 + n })),
    seriesBefore: [],
  }
  const given = answered(
    { span: { ...quarter, grain: 'month' }, measured: measured([monthly]) },
    { period: { kind: 'range', from: quarter.period.from, to: quarter.period.to }, per: 'month' },
  )
  const chartOf = (of: typeof given) =>
    answerMessage(of).parts.find((part) => part.kind === 'chart')?.chart

  test('leaves out the month that the period cuts, and reads months out', () => {
    expect(chartOf(given)).toMatchObject({ kind: 'lines', now: { length: 3 } })
    expect(chartOf(given)?.alt).toContain('per month, Aug – Oct 2026')
    expect(chartOf(given)?.alt).toContain('Values: Aug 101; Sep 102; Oct 103.')
  })

  test('is not drawn where asked without a picture', () => {
    expect(chartOf({ ...given, ask: { ...given.ask, chart: 'none' } })).toBeUndefined()
  })

  test('needs two whole months, else says so', () => {
    const short = span('2026-10-05', '2026-11-20')
    const said = plain(
      answerMessage({
        ...given,
        span: { ...short, grain: 'month' },
        measured: measured([{ ...monthly, series: [] }]),
      }),
    )
    expect(said).toContain('No line: there are not two whole months in the period.')
  })
})
