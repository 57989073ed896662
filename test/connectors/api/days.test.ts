import { assert, bigInt, property } from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  dollarsOfPicos,
  microsOfCents,
  picosOfCents,
  picosOfDollars,
} from '#connectors/api/amount.ts'
import {
  dayOf,
  dayOfUnix,
  daysOf,
  lastWholeDay,
  microsOf,
  microsOfUnix,
  startOf,
  unixOf,
} from '#connectors/api/days.ts'
import { day } from '#core/time/day.ts'

describe("a vendor's times", () => {
  test('a unix time falls on its UTC day, to the last second', () => {
    expect(dayOfUnix(1_730_419_200)).toBe('2024-11-01')
    expect(dayOfUnix(1_730_505_599)).toBe('2024-11-01')
    expect(dayOfUnix(1_730_505_600)).toBe('2024-11-02')
    expect(unixOf(day('2024-11-02'))).toBe(1_730_505_600)
    expect(microsOfUnix(1_730_505_600.25)).toBe(1_730_505_600_250_000n)
  })

  test.each([0, -1, 1_730_419_200_000, Number.NaN])('%d is no time in seconds', (seconds) => {
    expect(dayOfUnix(seconds)).toBeUndefined()
    expect(microsOfUnix(seconds)).toBeUndefined()
  })

  test.each([
    ['2026-11-21T23:59:59.999999Z', '2026-11-21', 1_795_305_599_999_999n],
    ['2026-11-21T23:30:00-05:00', '2026-11-22', 1_795_321_800_000_000n],
  ])('%s is a day and microseconds in UTC', (text, date, micros) => {
    expect(dayOf(text)).toBe(date)
    expect(microsOf(text)).toBe(micros)
  })

  test.each(['2026-11-21', '2026-11-21T10:00:00', 'yesterday', ''])('%s is no instant', (text) => {
    expect(dayOf(text)).toBeUndefined()
    expect(microsOf(text)).toBeUndefined()
  })

  test('the last whole day and the days of a window', () => {
    expect(lastWholeDay(Date.parse('2026-11-21T00:00:00Z'))).toBe('2026-11-20')
    expect(startOf(day('2026-11-20'))).toBe('2026-11-20T00:00:00Z')
    expect(daysOf({ from: day('2026-02-27'), to: day('2026-03-01') })).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ])
  })
})

describe("a vendor's money", () => {
  test.each([
    ['123.456789012345', 1_234_567_890_123n],
    ['0.00000000005', 0n],
    ['0.00000000015', 2n],
    ['-12', -120_000_000_000n],
    [5.46, 54_600_000_000n],
    [1e-7, 1000n],
  ])('%s cents', (cents, picos) => {
    expect(picosOfCents(cents)).toBe(picos)
  })

  test.each(['', 'NaN', '1,5', Number.NaN, Number.POSITIVE_INFINITY])('%s is none', (text) => {
    expect(picosOfCents(text)).toBeUndefined()
    expect(picosOfDollars(text)).toBeUndefined()
  })

  test('a float is what its digits say, not what its bits say', () => {
    expect(picosOfDollars(0.1 + 0.2)).toBe(300_000_000_000n)
    expect(picosOfDollars(0.07)).toBe(70_000_000_000n)
    expect(microsOfCents('0.00005')).toBe(0n)
    expect(microsOfCents('0.00015')).toBe(2n)
  })

  test('picodollars written as dollars read back the same', () => {
    assert(
      property(bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (picos) => {
        expect(picosOfDollars(dollarsOfPicos(picos))).toBe(picos)
      }),
    )
    expect(dollarsOfPicos(-12_500_000_000n)).toBe('-0.0125')
    expect(dollarsOfPicos(3_000_000_000_000n)).toBe('3')
  })
})
