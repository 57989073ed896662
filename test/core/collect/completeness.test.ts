import { array, assert, double, integer, pre, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { dayShare, historyOf, type Seen, weekShare } from '#core/collect/completeness.ts'
import { lateLine, lateSentence, lateSources } from '#core/collect/late-days.ts'
import { equalAge } from '#core/digest/equal-age.ts'
import { addDays, type Day, day } from '#core/time/day.ts'

const DAY_MS = 86_400_000
const ASOF = day('2026-11-23')
const NOW = Date.parse('2026-11-23T09:00:00Z')
const FIRST = addDays(ASOF, -7 * 12)
const endOf = (date: Day) => Date.parse(`${date}T00:00:00Z`) + DAY_MS

/** What of each day is in n days after it ended; all of it after the last. */
type Schedule = readonly number[]

/** Twelve weeks of days of this size that come in by a schedule, as they are known on the Monday. */
const coming = (schedule: Schedule, sizes: (n: number) => number, source = 'github'): Seen[] =>
  Array.from({ length: 7 * 12 }, (_, n) => addDays(FIRST, n)).flatMap((date, n) =>
    [...schedule, 1].flatMap((share, age): Seen[] => {
      const at = endOf(date) + age * DAY_MS + 6 * 3_600_000
      const messages = sizes(n) * share
      return at > NOW
        ? []
        : [{ tool: 'copilot', source, day: date, at, messages, tokens: 0, micros: messages * 100 }]
    }),
  )

const FRIDAY = addDays(ASOF, -3)
const asOf = { now: NOW, amount: 'messages' } as const
const late = (seen: readonly Seen[]) => lateSources(seen, { today: ASOF, now: NOW })
const schedules = array(double({ min: 0.05, max: 1, noNaN: true }), { maxLength: 6 })
const sizes = array(integer({ min: 1, max: 10_000 }), { minLength: 84, maxLength: 84 })

describe('how much of a day is usually in', () => {
  test('is what came by that age of days long enough ago, whatever their size', () => {
    assert(
      property(schedules, sizes, integer({ min: 1, max: 7 }), (schedule, size, back) => {
        const history = historyOf(coming(schedule, (n) => size[n] ?? 1))
        const { share } = dayShare(history, addDays(ASOF, -back), asOf)
        expect(share).toBeCloseTo([...schedule, 1][back - 1] ?? 1, 9)
      }),
      { numRuns: 30 },
    )
  })

  test('is told of Friday on Monday, and of days that stay as they are nothing is said', () => {
    const [copilot] = late(coming([0.5, 0.8, 0.92], () => 100))
    expect(copilot && lateLine(copilot)).toBe(
      'copilot, github: Sunday is usually 50 % in by now, Saturday 80 % and Friday 92 %',
    )
    expect(late(coming([0.96], () => 100))).toEqual([])
    expect(lateSentence([])).toBeUndefined()
  })

  test('is not told of too few days, but that they grow', () => {
    const seen = coming([0.5], () => 100).filter((one) => one.day >= addDays(ASOF, -25))
    expect(late(seen)).toMatchObject([{ days: [], tooFew: 11 }])
    expect(lateSentence(late(seen))).toContain('told once 14 days are settled (11 so far)')
    expect(late(coming([], () => 100).filter((one) => one.day >= addDays(ASOF, -25)))).toEqual([])
  })

  test('counts days that came in whole beside those that were empty at first', () => {
    const seen = coming([0, 0.5], () => 100)
    expect(dayShare(historyOf(seen), addDays(ASOF, -1), asOf).share).toBe(0)
    expect(dayShare(historyOf(seen), FRIDAY, asOf).share).toBe(1)
  })

  test('adds up what two sources say of one tool', () => {
    const both = [...coming([0.5], () => 100, 'a'), ...coming([], () => 300, 'b')]
    expect(dayShare(historyOf(both), addDays(ASOF, -1), asOf).share).toBeCloseTo(350 / 400, 9)
  })
})

describe('weeks of one age', () => {
  const weeks = Array.from({ length: 12 }, (_, n) => addDays(FIRST, 7 * n))
  const known = (seen: readonly Seen[]) =>
    weeks.map((monday) => {
      const last = new Map<Day, number>()
      for (const one of seen)
        if (one.day >= monday && one.day < addDays(monday, 7)) last.set(one.day, one.messages)
      return [...last.values()].reduce((sum, value) => sum + value, 0)
    })

  test('are alike where nothing changed but how much is in', () => {
    assert(
      property(schedules, integer({ min: 1, max: 10_000 }), (schedule, size) => {
        const seen = coming(schedule, (n) => size * (1 + (n % 7)))
        const values = known(seen)
        const tools = { messages: new Map([['copilot', values]]), spend: new Map() }
        const { factors } = equalAge(seen, { weeks, now: NOW, tools })
        const alike = values.map((value, week) => value * (factors.messages[week] ?? 0))
        pre((weekShare(historyOf(seen), addDays(ASOF, -7), asOf).share ?? 1) > 0.2)
        for (const value of alike) expect(value / (alike.at(-1) ?? 1)).toBeCloseTo(1, 6)
      }),
      { numRuns: 30 },
    )
  })

  test('are left as they are while too little is known, and that is said', () => {
    const seen = coming([0.5], () => 100).filter((one) => one.day >= addDays(ASOF, -35))
    const tools = { messages: new Map([['copilot', known(seen)]]), spend: new Map() }
    const age = equalAge(seen, { weeks, now: NOW, tools })
    expect(new Set(age.factors.messages)).toEqual(new Set([1]))
    expect(age.unknown).toEqual(['copilot'])
  })
})
