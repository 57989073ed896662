import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'

import { daysIn, offsetsOf, readTime } from '#connectors/time.ts'

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe']
const instant = fc
  .bigInt({ min: 946_771_200_000_000n, max: 4_102_358_400_000_000n })
  .map((micros) => Temporal.Instant.fromEpochNanoseconds(micros * 1000n))
const offset = fc.integer({ min: -23 * 60, max: 23 * 60 })
const twoDigits = (number: number) => String(number).padStart(2, '0')

test('any RFC 3339 time is read to the microsecond', () => {
  fc.assert(
    fc.property(instant, offset, (at, minutes) => {
      const sign = minutes < 0 ? '-' : '+'
      const size = Math.abs(minutes)
      const zone = `${sign}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
      const text = at.toString({ timeZone: zone })
      expect(BigInt(readTime(text))).toBe(at.epochNanoseconds / 1000n)
    }),
  )
})

test.each([
  ['2026-11-20T09:15:00Z', '2026-11-20T09:15:00Z'],
  ['2026-11-20 09:15:00.5Z', '2026-11-20T09:15:00.5Z'],
  ['2026-11-20t09:15:00.1234567z', '2026-11-20T09:15:00.123456Z'],
  ['2026-11-20T09:15:00-08:00', '2026-11-20T17:15:00Z'],
  ['2024-02-29T23:59:59.999999+05:45', '2024-02-29T18:14:59.999999Z'],
])('%s is %s', (text, same) => {
  expect(BigInt(readTime(text))).toBe(Temporal.Instant.from(same).epochNanoseconds / 1000n)
})

test.each([
  '2026-02-30T09:15:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-00T00:00:00Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T09:15Z',
  '2026-11-20',
  '1999-12-31T23:59:59Z',
  '2026-11-20T09:15:00+24:00',
  '2026-11-20T09:15:00+1:00',
  '2026-11-20T09:15:00.Z',
  '',
  'yesterday',
])("'%s' is no time", (text) => {
  expect(readTime(text)).toBe('form')
})

test('a time without offset is not guessed', () => {
  expect(readTime('2023-11-16 18:17:03.9799600')).toBe('no-offset')
})

test('the day of a moment is that of the calendar in the zone', () => {
  const days = new Map(ZONES.map((zone) => [zone, daysIn(zone)]))
  fc.assert(
    fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
      expect(days.get(zone)?.(at.epochMilliseconds)).toBe(
        at.toZonedDateTimeISO(zone).toPlainDate().toString(),
      )
    }),
    { numRuns: 500 },
  )
})

test('wall-clock times find their offset, also around a change of clocks', () => {
  const offsets = new Map(ZONES.map((zone) => [zone, offsetsOf(zone)]))
  fc.assert(
    fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
      const wall = at.toZonedDateTimeISO('UTC').toPlainDateTime()
      const text = wall.toString({ smallestUnit: 'microsecond' })
      expect(readTime(text, offsets.get(zone))).toBe(
        Number(wall.toZonedDateTime(zone).toInstant().epochNanoseconds / 1000n),
      )
    }),
    { numRuns: 500 },
  )
})
