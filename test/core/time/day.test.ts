import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'

import { addDays, type Day, daysBetween, weekday } from '#core/time/day.ts'

/** From 500 before our era to the year 12500, where a year takes a sign and more than four digits. */
const dates = fc
  .integer({ min: -900_000, max: 3_900_000 })
  .map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }))

const dayOf = (date: Temporal.PlainDate) => date.toString() as Day

describe('a day is counted as the calendar has it', () => {
  test('so many days later is the date that Temporal says', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -200_000, max: 200_000 }), (date, days) => {
        expect(addDays(dayOf(date), days)).toBe(date.add({ days }).toString())
      }),
      { numRuns: 2_000 },
    )
  })

  test('between two days lie as many as Temporal says', () => {
    fc.assert(
      fc.property(dates, dates, (from, to) => {
        expect(daysBetween(dayOf(from), dayOf(to))).toBe(from.until(to).days)
      }),
      { numRuns: 2_000 },
    )
  })

  test('its weekday is the one that Temporal says', () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(weekday(dayOf(date))).toBe(date.dayOfWeek)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['2024-02-28', '2024-02-29'],
    ['1900-02-28', '1900-03-01'],
    ['2000-02-28', '2000-02-29'],
    ['2026-12-31', '2027-01-01'],
    ['9999-12-31', '+010000-01-01'],
    ['-000001-12-31', '0000-01-01'],
  ])('after %s comes %s, and before it the first', (date, next) => {
    expect(addDays(date as Day, 1)).toBe(next)
    expect(addDays(next as Day, -1)).toBe(date)
    expect(daysBetween(date as Day, next as Day)).toBe(1)
  })
})
