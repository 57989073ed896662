import { array, assert, constant, constantFrom, integer, oneof, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type Change, changeOf, compare } from '#core/insight/change.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { measurement, people, span, spread, thirtyDays, unknown } from '#test/support/measured.ts'

describe('a change against the period before', () => {
  test('a clear rise is a rounded percentage', () => {
    const spend = measurement('spend', { now: spread(540_000_000), before: spread(300_000_000) })
    expect(changeOf(spend, thirtyDays)).toMatchObject({
      kind: 'moved',
      direction: 'up',
      percent: 80,
      basis: { days: 30, of: 30, perWorkingDay: false, likeForLike: false },
    })
  })

  test('with unequal working days it is per working day: the same total over fewer days is a rise', () => {
    // 31 August to 29 September has 22 working days, 1 to 30 August has 20.
    const days = span('2026-08-31', '2026-09-29')
    const messages = measurement('messages', {
      now: spread(2_000),
      before: spread(2_000),
      span: days,
    })
    expect(changeOf(messages, days)).toMatchObject({
      kind: 'moved',
      direction: 'down',
      percent: 9,
      basis: { perWorkingDay: true, workingDays: { now: 22, before: 20 } },
    })
  })

  test('distinct people are never divided by days', () => {
    const days = span('2026-08-31', '2026-09-29')
    const base = people(60, 60)
    const active = {
      ...base,
      comparable: { ...base.comparable, workingDaysNow: 22, workingDaysBefore: 20 },
    }
    expect(changeOf(active, days)).toMatchObject({ kind: 'same', basis: { perWorkingDay: false } })
  })

  test.each<[string, number, number, object]>([
    ['from nothing to something is new', 40, 0, { kind: 'new' }],
    ['nothing twice is the same', 0, 0, { kind: 'same' }],
    [
      'under five is said in numbers',
      3,
      1,
      { kind: 'counted', direction: 'up', now: 3, before: 1 },
    ],
    ['down to nothing is said in numbers', 0, 9, { kind: 'counted', direction: 'down', before: 9 }],
    ['from under five, whatever follows', 900, 4, { kind: 'counted', direction: 'up' }],
    ['three and three are the same', 3, 3, { kind: 'same' }],
    ['within five per cent is the same', 104, 100, { kind: 'same' }],
    ['a fall is a fall', 80, 100, { kind: 'moved', direction: 'down', percent: 20 }],
  ])('%s', (_, now, before, expected) => {
    const basis = {
      days: 7,
      of: 7,
      workingDays: { now: 5, before: 5 },
      perWorkingDay: false,
      likeForLike: false,
    }
    expect(compare({ unit: 'count', now, before, usual: 0.05 }, basis)).toMatchObject(expected)
  })
})

describe('what must never look like a fall', () => {
  test('ten missing days at the end: only the twenty known pairs are compared', () => {
    const messages = measurement('messages', {
      now: (index) => (index < 20 ? 100 : null),
      before: () => 100,
    })
    expect(changeOf(messages, thirtyDays)).toMatchObject({
      kind: 'same',
      basis: { days: 20, of: 30, likeForLike: true },
    })
  })

  test('with most days missing there is no change to report', () => {
    const messages = measurement('messages', {
      now: (index) => (index < 12 ? 100 : null),
      before: () => 100,
    })
    expect(changeOf(messages, thirtyDays)).toEqual({
      kind: 'incomparable',
      reason: 'few-days',
      days: 12,
      of: 30,
    })
  })

  test('an unfinished day is not compared', () => {
    const today = span('2026-11-20', '2026-11-20', { partial: true })
    const messages = measurement('messages', { now: () => 4, before: () => 900, span: today })
    expect(changeOf(messages, today)).toEqual({ kind: 'incomparable', reason: 'unfinished' })
  })

  test('a Sunday is not compared with a Saturday-less Monday', () => {
    const sunday = span('2026-11-16', '2026-11-16')
    const messages = measurement('messages', { now: () => 90, before: () => 3, span: sunday })
    expect(changeOf(messages, sunday)).toEqual({ kind: 'incomparable', reason: 'weekend' })
  })

  test('no data for the period before names the first day there is', () => {
    const spend = measurement('spend', {
      now: (index) => (index < 10 ? null : 5_000_000),
      before: unknown,
    })
    expect(changeOf(spend, thirtyDays)).toEqual({
      kind: 'incomparable',
      reason: 'no-data-before',
      since: '2026-11-01',
    })
  })

  test('a number nobody reports has no change', () => {
    const sessions = measurement('sessions', { now: unknown, before: unknown })
    expect(changeOf(sessions, thirtyDays)).toEqual({ kind: 'incomparable', reason: 'unknown' })
  })
})

/** A hundred a day, more and less by turns of a week. */
function wobbling(size: number): (index: number) => number {
  return (index) => Math.round(100 * (1 + (Math.floor((index + 5) / 7) % 2 === 0 ? size : -size)))
}

describe('the usual week-to-week range', () => {
  test('a number that swings each week has to move further to be news', () => {
    const daily = { now: (index: number) => wobbling(0.1)(index) + 12, before: wobbling(0.1) }
    expect(changeOf(measurement('messages', daily), thirtyDays).kind).toBe('same')
  })

  test('the same move in a steady number is news', () => {
    const daily = { now: () => 112, before: () => 100 }
    expect(changeOf(measurement('messages', daily), thirtyDays)).toMatchObject({ percent: 12 })
  })

  test('however wild the weeks, half as much again is news', () => {
    const daily = {
      now: (index: number) => wobbling(0.8)(index) * 2,
      before: wobbling(0.8),
    }
    expect(changeOf(measurement('messages', daily), thirtyDays).kind).toBe('moved')
  })

  test('weekly buckets are weeks already; and steady ones make three per cent news', () => {
    const weeks = span('2026-08-17', '2026-11-15')
    const base = measurement('messages', { now: () => 103, before: () => 100, span: weeks })
    const weekly = {
      ...base,
      series: base.series.filter((_, index) => index % 7 === 0),
      seriesBefore: base.seriesBefore.filter((_, index) => index % 7 === 0),
    }
    expect(changeOf(weekly, weeks)).toMatchObject({ kind: 'moved', percent: 3 })
  })
})

/** A finite whole percentage, a direction that agrees with the numbers, and none without them. */
function isSound(change: Change, { comparable }: Measurement): boolean {
  if (change.kind === 'incomparable') return true
  const { now, before, workingDaysNow, workingDaysBefore } = comparable
  if (now === null || before === null) return false
  const divided = change.basis.perWorkingDay
  const rise = divided ? now * workingDaysBefore - before * workingDaysNow : now - before
  switch (change.kind) {
    case 'moved':
      return (
        Number.isInteger(change.percent) &&
        change.percent > 0 &&
        (change.direction === 'up') === rise > 0
      )
    case 'counted':
      return (change.direction === 'up') === change.now > change.before
    case 'new':
      return before === 0 && now > 0
    case 'same':
      return Number.isFinite(rise)
  }
}

test('whatever is measured, a change is a finite whole percentage with the right sign', () => {
  const value = oneof(
    { weight: 1, arbitrary: constant(null) },
    { weight: 5, arbitrary: integer({ min: 0, max: 20 }) },
    { weight: 5, arbitrary: integer({ min: 0, max: 2 ** 40 }) },
  )
  assert(
    property(
      array(value, { minLength: 62, maxLength: 62 }),
      constantFrom('messages', 'spend', 'active_people', 'output_tokens'),
      integer({ min: 1, max: 20 }),
      (values, metric, last) => {
        const days = span('2026-10-22', `2026-11-${String(last).padStart(2, '0')}`)
        const taken = measurement(metric, {
          now: (index) => values[index] ?? null,
          before: (index) => values[index + 31] ?? null,
          span: days,
        })
        expect(isSound(changeOf(taken, days), taken)).toBe(true)
      },
    ),
  )
})
