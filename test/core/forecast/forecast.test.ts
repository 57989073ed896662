import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type Kept, scoresOf } from '#core/forecast/accuracy.ts'
import { weekAhead } from '#core/forecast/forecast.ts'
import { accuracyMessage } from '#core/forecast/message.ts'
import { addDays, day } from '#core/time/day.ts'

const FIVE = Array.from({ length: 18 }, () => 5)
const steady = FIVE.map((_, week) => 1_000 * (1 + 0.1 * Math.sin(week * 2.7)))

describe('the week to come', () => {
  test('is the middle of the last four weeks, within bounds that grow with how far that was off', () => {
    const calm = weekAhead({ values: steady, days: FIVE, ahead: 5 })
    const wild = steady.map((value, week) => value * (week % 2 === 0 ? 0.5 : 2))
    const unsure = weekAhead({ values: wild, days: FIVE, ahead: 5 })
    expect(calm?.value).toBeGreaterThan(900)
    expect(calm?.value).toBeLessThan(1_100)
    const width = (one = calm) => (one?.high ?? 0) / (one?.low ?? 1)
    expect(width()).toBeLessThan(1.6)
    expect(width(unsure)).toBeGreaterThan(2 * width())
  })

  test('of four working days is four fifths; a week of two is not forecast', () => {
    const whole = weekAhead({ values: steady, days: FIVE, ahead: 5 })?.value ?? 0
    expect(weekAhead({ values: steady, days: FIVE, ahead: 4 })?.value).toBe(Math.round(whole * 0.8))
    expect(weekAhead({ values: steady, days: FIVE, ahead: 2 })).toBeUndefined()
  })

  test.each([1, 0])(
    'of %i working days is not forecast, whether divided by its days or not',
    (ahead) => {
      expect(weekAhead({ values: steady, days: FIVE, ahead })).toBeUndefined()
      expect(weekAhead({ values: steady, days: FIVE, ahead, undivided: true })).toBeUndefined()
    },
  )

  test('of people is not fewer for a holiday, and what a Christmas week had is not learnt from', () => {
    const people = steady.map(() => 40)
    const whole = weekAhead({ values: people, days: FIVE, ahead: 4, undivided: true })
    expect(whole).toEqual({ value: 40, low: 40, high: 40 })
    for (const short of [1, 2]) {
      const days = FIVE.map((count, week) => (week === 16 ? short : count))
      const values = people.map((value, week) => (week === 16 ? 4 : value))
      expect(weekAhead({ values, days, ahead: 5, undivided: true })).toEqual(whole)
    }
  })

  test.each([
    ['the last week is not known', [...steady.slice(0, -1), null]],
    ['nine weeks are known', steady.map((value, week) => (week < 9 ? null : value))],
    ['nothing was used', steady.map(() => 0)],
  ])('is not forecast where %s', (_, values) => {
    expect(weekAhead({ values, days: FIVE, ahead: 5 })).toBeUndefined()
  })

  test('grows with what it is of, and is within its bounds', () => {
    const course = fc.array(fc.integer({ min: 1, max: 1_000_000 }), {
      minLength: 10,
      maxLength: 18,
    })
    fc.assert(
      fc.property(course, fc.integer({ min: 2, max: 50 }), (values, times) => {
        const course = { days: values.map(() => 5), ahead: 5, undivided: true }
        const one = weekAhead({ values, ...course })
        const more = weekAhead({ values: values.map((value) => value * times), ...course })
        if (!one || !more) throw new Error('ten weeks are enough')
        expect(one.low).toBeLessThanOrEqual(one.value)
        expect(one.value).toBeLessThanOrEqual(one.high)
        expect(Math.abs(more.value - times * one.value)).toBeLessThanOrEqual(times)
      }),
      { numRuns: 30 },
    )
  })
})

const MONDAY = day('2026-08-03')
const kept = (week: number, actual: number | null | undefined): Kept => ({
  id: week,
  subject: 'week',
  metric: 'messages',
  tools: ['chatgpt'],
  madeOn: addDays(MONDAY, 7 * week),
  from: addDays(MONDAY, 7 * week),
  to: addDays(MONDAY, 7 * week + 6),
  value: 100,
  bounds: [80, 120],
  actual,
})

describe('how well it held', () => {
  test('is counted: within the bounds, and how far off in the middle', () => {
    const came = [100, 110, 90, 120, 80, 125, 100, 100, 70, 100]
    const [score] = scoresOf([...came.map((actual, n) => kept(n, actual)), kept(10, undefined)])
    expect(score?.verdict).toMatchObject({ bounded: 10, inside: 8, bounds: 'as meant' })
    expect(score?.verdict?.off).toBeCloseTo((10 / 110 + 10 / 90) / 2, 10)
    expect(score?.waiting).toBe(1)
  })

  test.each([
    [12, 20, 'too narrow'],
    [13, 20, 'as meant'],
    [19, 20, 'as meant'],
    [20, 20, 'too wide'],
  ])('%i within of %i: the bounds are %s', (inside, count, bounds) => {
    const all = Array.from({ length: count }, (_, n) => kept(n, n < inside ? 100 : 200))
    expect(scoresOf(all)[0]?.verdict?.bounds).toBe(bounds)
  })

  test('is not said of seven, nor of what never got known', () => {
    const seven = Array.from({ length: 7 }, (_, n) => kept(n, 100))
    const { summary, parts } = accuracyMessage([...seven, kept(7, null), kept(8, undefined)])
    expect(summary).toBe('Not enough yet: 7 forecasts are over, and 8 of a kind are needed.')
    expect(JSON.stringify(parts)).toContain('7 of 8 (1 not over yet, of 1 it never got known)')
    expect(accuracyMessage([]).summary).toContain('Nothing was forecast yet')
  })

  test('is said in one sentence, with what is meant', () => {
    const eight = Array.from({ length: 8 }, (_, n) => kept(n, n < 6 ? 100 : 130))
    const { summary, parts } = accuracyMessage(eight)
    expect(summary).toBe(
      '6 of 8 forecasts came within their bounds (75%); four in five is what is meant.',
    )
    expect(JSON.stringify(parts)).toContain('off by 0% in the middle of 8')
  })
})
