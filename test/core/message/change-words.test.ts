import { describe, expect, test } from 'vitest'

import { type Basis, type Change, compare } from '#core/insight/change.ts'
import { changeClause, changeMark, moveClause, whyNoChange } from '#core/message/change-words.ts'
import { counted, listed } from '#core/message/english.ts'
import type { MetricId, Unit } from '#core/metric/metric.ts'

const basis = (rest: Partial<Basis> = {}): Basis => ({
  days: 30,
  of: 30,
  workingDays: { now: 22, before: 22 },
  perWorkingDay: false,
  likeForLike: false,
  ...rest,
})

const change = (unit: Unit, now: number, before: number, rest?: Partial<Basis>): Change =>
  compare({ unit, now, before, usual: 0.05 }, basis(rest))

const dollars = 1_000_000

test.each<[number, number, Partial<Basis>, string]>([
  [146, 100, {}, 'rose most, by 46%'],
  [1_700, 100, {}, 'rose most, to 17 times what it was'],
  [999, 90_000, {}, 'fell most, by 99%'],
  [
    200,
    100,
    { perWorkingDay: true, workingDays: { now: 20, before: 20 } },
    'rose most, by 100% per working day',
  ],
])(
  'what moved most from %s to %s is told as its table cell tells it',
  (now, before, rest, said) => {
    const moved = change('count', now, before, rest)
    expect(moved.kind === 'moved' && moveClause(moved)).toBe(said)
  },
)

describe('a change in words', () => {
  test.each<[MetricId, Change, string | undefined, string | undefined]>([
    ['messages', change('count', 120, 100), '▲ 20%', '20% more than last week'],
    ['messages', change('count', 80, 100), '▼ 20%', '20% fewer than last week'],
    [
      'spend',
      change('usd_micros', 80 * dollars, 100 * dollars),
      '▼ 20%',
      '20% less than last week',
    ],
    ['messages', change('count', 999, 90_000), '▼ 99%', '99% fewer than last week'],
    ['messages', change('count', 1_200, 100), '▲ 12 times', '12 times as many as last week'],
    [
      'spend',
      change('usd_micros', 1_200 * dollars, 100 * dollars),
      '▲ 12 times',
      '12 times as much as last week',
    ],
    ['messages', change('count', 102, 100), 'about the same', 'about the same as last week'],
    ['messages', change('count', 100, 100), 'unchanged', 'the same as last week'],
    ['active_people', change('people', 3, 1), 'was 1', 'up from 1 last week'],
    ['active_people', change('people', 0, 4), 'was 4', 'down from 4 last week'],
    ['spend', change('usd_micros', 3 * dollars, 0), 'was $0', 'up from nothing last week'],
    ['messages', change('count', 3, 0), 'was 0', 'up from none last week'],
    [
      'messages',
      change('count', 110, 100, { perWorkingDay: true, workingDays: { now: 22, before: 20 } }),
      'about the same',
      'about the same per working day as last week',
    ],
    [
      'messages',
      change('count', 300, 100, { likeForLike: true }),
      '▲ 200%',
      '200% more than last week, like for like',
    ],
    [
      'messages',
      change('count', 3, 2, { likeForLike: true }),
      '▲ from 2 to 3',
      '3 against 2 last week, like for like',
    ],
    ['messages', { kind: 'incomparable', reason: 'unfinished' }, undefined, undefined],
  ])('%s %j', (metric, given, mark, clause) => {
    expect(changeMark(given, metric)).toBe(mark)
    expect(changeClause(given, metric, 'last week')).toBe(clause)
  })

  test.each<[Extract<Change, { kind: 'incomparable' }>, string | undefined]>([
    [
      { kind: 'incomparable', reason: 'no-data-before', since: '2026-11-01' },
      'there is no data before 1 Nov 2026 to compare with',
    ],
    [
      { kind: 'incomparable', reason: 'no-data-before', since: null },
      'there is nothing to compare with',
    ],
    [
      { kind: 'incomparable', reason: 'few-days', days: 12, of: 30 },
      'only 12 of 30 days can be compared',
    ],
    [
      { kind: 'incomparable', reason: 'few-days', days: 0, of: 30 },
      'no day is known in both periods, so they are not compared',
    ],
    [{ kind: 'incomparable', reason: 'weekend' }, 'a weekend is not compared with working days'],
    [{ kind: 'incomparable', reason: 'unknown' }, undefined],
  ])('why there is none: %j', (given, why) => {
    expect(whyNoChange(given)).toBe(why)
  })
})

test('one is one, and thousands are grouped', () => {
  expect(counted(1, 'person', 'people')).toBe('1 person')
  expect(counted(0, 'person', 'people')).toBe('0 people')
  expect(counted(12_410, 'message')).toBe('12,410 messages')
})

test('a list stays short', () => {
  expect(listed([])).toBe('')
  expect(listed(['Sales'])).toBe('Sales')
  expect(listed(['Sales', 'Legal', 'IT'])).toBe('Sales, Legal and IT')
  expect(listed(['Sales', 'Legal', 'IT', 'HR', 'Ops'])).toBe('Sales, Legal and 3 more')
})
