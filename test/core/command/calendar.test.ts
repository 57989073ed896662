import { describe, expect, test } from 'vitest'

import { inCalendar } from '#core/command/calendar.ts'
import { parse } from '#core/command/parse.ts'
import { day } from '#core/time/day.ts'

const MONDAY = day('2026-11-23')

describe('words of the calendar are days, and days that are over', () => {
  test.each([
    ['spend this month', 'spend 2026-11-01..2026-11-22'],
    ['what did we spend yesterday vs last week', 'what did we spend yesterday vs:2026-11-15'],
    ['spend this quarter', 'spend 2026-10-01..2026-11-22'],
    ['spend YTD', 'spend 2026-01-01..2026-11-22'],
    ['spend last quarter', 'spend 2026-07-01..2026-09-30'],
    ['spend last year', 'spend 2025-01-01..2025-12-31'],
    ['spend in october', 'spend in 2026-10-01..2026-10-31'],
    ['spend november', 'spend 2026-11-01..2026-11-22'],
    ['spend December', 'spend 2025-12-01..2025-12-31'],
    ['spend in may', 'spend in 2026-05-01..2026-05-31'],
    ['spend May 2026', 'spend 2026-05-01..2026-05-31'],
    ['spend q3', 'spend 2026-07-01..2026-09-30'],
    ['spend Q4 2025', 'spend 2025-10-01..2025-12-31'],
    ['spend since october', 'spend 2026-10-01..2026-11-22'],
    ['spend since 2026-09-15', 'spend 2026-09-15..2026-11-22'],
  ])('%s', (text, said) => {
    expect(inCalendar(text, MONDAY)).toBe(said)
    expect(parse(said).kind).toBe('ask')
  })

  test('a week, a month or a year that begins today is today', () => {
    expect(inCalendar('this week', MONDAY)).toBe('2026-11-23')
    expect(inCalendar('this year', day('2026-01-01'))).toBe('2026-01-01')
  })

  test('the quarter before the first is of the year before', () => {
    expect(inCalendar('last quarter', day('2026-02-10'))).toBe('2025-10-01..2025-12-31')
  })
})

test.each([
  'spend 30d vs last year',
  'spend 30d vs:last year',
  'more than last year',
  'compared to last year',
  'may I see spend',
  'team:"This month" 30d',
  'team:march 30d',
  '1 October 2026',
  'October 3',
  'marching',
])('%s is left as it is', (text) => {
  expect(inCalendar(text, MONDAY)).toBe(text)
})
