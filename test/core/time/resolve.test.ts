import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { PeriodSpec } from '#core/command/command.ts'
import { parse } from '#core/command/parse.ts'
import { UserError } from '#core/errors.ts'
import { addDays, day, weekday } from '#core/time/day.ts'
import { describePeriod, describePrevious, describeVersus } from '#core/time/describe.ts'
import { parseHolidays } from '#core/time/holidays.ts'
import { length } from '#core/time/period.ts'
import { resolvePeriod } from '#core/time/resolve.ts'

/** A Saturday. */
const today = day('2026-11-21')

function spec(text: string): PeriodSpec {
  const command = parse(text)
  if (command.kind !== 'ask') throw new Error(`no period: ${text}`)
  return command.period
}

const resolve = (text: string) => resolvePeriod(spec(text), today)

function refusal(text: string): UserError {
  try {
    resolve(text)
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error(`not refused: ${text}`)
}

describe('a period is calendar days, and is compared with those before it', () => {
  test.each([
    ['30d', '2026-10-22..2026-11-20', '2026-09-22..2026-10-21', 'day'],
    ['7d', '2026-11-14..2026-11-20', '2026-11-07..2026-11-13', 'day'],
    ['yesterday', '2026-11-20..2026-11-20', '2026-11-19..2026-11-19', 'day'],
    ['90d', '2026-08-23..2026-11-20', '2026-05-25..2026-08-22', 'day'],
    ['93d', '2026-08-20..2026-11-20', '2026-05-19..2026-08-19', 'week'],
    ['last week', '2026-11-09..2026-11-15', '2026-11-02..2026-11-08', 'week'],
    ['14w', '2026-08-10..2026-11-15', '2026-05-04..2026-08-09', 'week'],
    ['last month', '2026-10-01..2026-10-31', '2026-09-01..2026-09-30', 'day'],
    ['today', '2026-11-21..2026-11-21', '2026-11-20..2026-11-20', 'day'],
    ['2026-07-01..2026-09-30', '2026-07-01..2026-09-30', '2026-03-31..2026-06-30', 'day'],
    ['2026-07', '2026-07-01..2026-07-31', '2026-05-31..2026-06-30', 'day'],
    ['2024-11-22..2026-11-21', '2024-11-22..2026-11-21', '2022-11-23..2024-11-21', 'week'],
  ])('%s', (text, now, before, grain) => {
    const { period, previous, ...rest } = resolve(text)
    expect(`${period.from}..${period.to}`).toBe(now)
    expect(`${previous.from}..${previous.to}`).toBe(before)
    expect(rest.grain).toBe(grain)
  })

  test('last month in March is February, compared with January', () => {
    const { period, previous } = resolvePeriod({ kind: 'last-month' }, day('2028-03-31'))
    expect(period).toEqual({ from: '2028-02-01', to: '2028-02-29' })
    expect(previous).toEqual({ from: '2028-01-01', to: '2028-01-31' })
  })

  test.each([
    ['30d vs:last year', '2025-10-22..2025-11-20', 'a year before'],
    ['7d vs:last month', '2026-10-14..2026-10-20', 'a month before'],
    ['last month vs:last year', '2025-10-01..2025-10-31', 'a year before'],
    // A month that ended ends with the other, whatever their length.
    ['2026-09 vs:last month', '2026-08-01..2026-08-31', 'a month before'],
    ['2025-02 vs:2024-02', '2024-02-01..2024-02-29', 'over 1–29 Feb 2024'],
    ['2025-02 vs:last year', '2024-02-01..2024-02-29', 'a year before'],
    // Weeks stay weeks from Monday to Sunday.
    ['1w vs:last year', '2025-11-10..2025-11-16', 'a year before'],
    ['2026-08 vs:2026-10-01..2026-10-20', '2026-10-01..2026-10-20', 'over 1–20 Oct 2026'],
  ])('%s is compared with %s', (text, before, said) => {
    const command = parse(text)
    if (command.kind !== 'ask' || !command.vs) throw new Error(text)
    const { previous } = resolvePeriod(command.period, today, command)
    expect(`${previous.from}..${previous.to}`).toBe(before)
    expect(describeVersus(previous, command.vs)).toBe(said)
  })

  test.each([
    ['90d vs:last month', 'shares days with'],
    ['30d vs:2026-11-01..2026-11-05', 'shares days with'],
    ['30d vs:2027-01', 'has not begun'],
    ['30d vs:2026-09-30..2026-09-01', 'ends before it starts'],
    ['30d vs:2023-01-01..2025-12-31', 'is longer than'],
  ])('%s is refused', (text, why) => {
    const command = parse(text)
    if (command.kind !== 'ask') throw new Error(text)
    expect(() => resolvePeriod(command.period, today, command)).toThrow(why)
  })

  test.each([
    ['7d per:week', 'week'],
    ['365d per:day', 'day'],
    ['14w per:month', 'month'],
  ])('%s is drawn per %s', (text, grain) => {
    const command = parse(text)
    if (command.kind !== 'ask') throw new Error(text)
    expect(resolvePeriod(command.period, today, command).grain).toBe(grain)
  })

  test('on a Monday the last complete week ended the day before', () => {
    const { period } = resolvePeriod({ kind: 'weeks', count: 1 }, day('2026-11-23'))
    expect(period).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  })
})

describe('a period that includes today is not over', () => {
  test.each([
    ['30d', false],
    ['last month', false],
    ['today', true],
    ['2026-11', true],
    ['2026-11-01..2026-11-20', false],
    ['2026-11-01..2026-11-21', true],
    ['2026-11-21..2026-12-24', true],
  ])('%s', (text, partial) => {
    expect(resolve(text).partial).toBe(partial)
  })
})

describe('a period that cannot be answered says what to type', () => {
  test.each([
    [
      '2026-09-30..2026-07-01',
      'The period 2026-09-30..2026-07-01 ends before it starts.',
      'Type 2026-07-01..2026-09-30.',
    ],
    [
      '2026-11-22..2026-12-24',
      'The period 2026-11-22..2026-12-24 has not begun: today is 2026-11-21.',
      'Type a period that has begun, for example 30d.',
    ],
    [
      '2024-11-21..2026-11-21',
      'The period 2024-11-21..2026-11-21 is longer than 730 days.',
      'Type 2024-11-22..2026-11-21, or ask for two shorter periods.',
    ],
    [
      '0000-01-01',
      'The period 0000-01-01..0000-01-01 starts before 2000-01-01.',
      'Type a later first day, for example 90d.',
    ],
  ])('%s', (text, what, fix) => {
    const { message, fix: says } = refusal(text)
    expect([message, says]).toEqual([what, fix])
  })

  test('what it says to type can be answered', () => {
    for (const text of ['2026-09-30..2026-07-01', '2024-11-21..2026-11-21']) {
      const [typed = ''] = /\d{4}-\S+\.\.\d{4}-\d{2}-\d{2}/u.exec(refusal(text).fix) ?? []
      expect(length(resolve(typed).period)).toBeGreaterThan(90)
    }
  })
})

test('counted periods have as many complete days or weeks as asked, and touch those before', () => {
  fc.assert(
    fc.property(fc.nat(9000), fc.integer({ min: 1, max: 104 }), (offset, count) => {
      const now = addDays(day('2004-01-01'), offset)
      const days = resolvePeriod({ kind: 'days', count }, now)
      const weeks = resolvePeriod({ kind: 'weeks', count }, now)
      expect(length(days.period)).toBe(count)
      expect(addDays(days.period.to, 1)).toBe(now)
      expect(length(weeks.period)).toBe(7 * count)
      expect([weekday(weeks.period.from), weekday(weeks.period.to)]).toEqual([1, 7])
      expect(weeks.period.to < now && addDays(weeks.period.to, 7) >= now).toBe(true)
      for (const { period, previous } of [days, weeks]) {
        expect(length(previous)).toBe(length(period))
        expect(addDays(previous.to, 1)).toBe(period.from)
      }
    }),
  )
})

describe('periods are said the way people say them', () => {
  test.each([
    ['30d', 'the 30 days to 20 Nov 2026', 'the 30 days before'],
    ['1d', '20 Nov 2026', 'the day before'],
    ['1w', 'the week of 9 Nov 2026', 'the week before'],
    ['14w', 'the 14 weeks to 15 Nov 2026', 'the 14 weeks before'],
    ['last month', 'Oct 2026', 'the month before'],
    ['today', 'today, 21 Nov 2026', 'yesterday'],
    ['2026-11-01..2026-11-20', '1–20 Nov 2026', 'the 20 days before'],
    ['2026-10-28..2026-11-03', '28 Oct – 3 Nov 2026', 'the 7 days before'],
    ['2025-12-28..2026-01-03', '28 Dec 2025 – 3 Jan 2026', 'the 7 days before'],
    ['2026-11-16', '16 Nov 2026', 'the day before'],
  ])('%s', (text, said, before) => {
    const { period } = resolve(text)
    expect(describePeriod(period, spec(text))).toBe(said)
    expect(describePrevious(period, spec(text))).toBe(before)
  })

  test('days alone are said as days', () => {
    const { period } = resolve('7d')
    expect(describePeriod(period)).toBe('14–20 Nov 2026')
    expect(describePrevious(period)).toBe('the 7 days before')
  })
})

describe('holidays are a list of dates', () => {
  test('parted by commas, spaces or lines', () => {
    expect([...parseHolidays(' 2026-12-25, 2026-12-26\n2027-01-01;')]).toEqual([
      '2026-12-25',
      '2026-12-26',
      '2027-01-01',
    ])
    expect(parseHolidays('').size).toBe(0)
  })

  test('a date there is not is named', () => {
    expect(() => parseHolidays('2026-12-25, 2026-02-30')).toThrow("'2026-02-30' is not a day")
  })
})
