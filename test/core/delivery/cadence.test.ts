import { describe, expect, test } from 'vitest'

import { type Cadence, formatCadence, readCadence } from '#core/delivery/cadence.ts'
import { dueTurn, isLate } from '#core/delivery/plan.ts'
import { describeSlot, lastSlot, nextSlot, periodOf } from '#core/delivery/slots.ts'

const cadence = (text: string): Cadence => {
  const read = readCadence(text, 'UTC')
  if ('why' in read) throw new Error(read.why)
  return read
}
const at = (text: string) => Date.parse(text)
const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16)

describe('a cadence is said in words', () => {
  test.each([
    ['weekly monday 09:00 Europe/Berlin', 'weekly monday 09:00 Europe/Berlin'],
    ['Weekly on Mondays at 9am', 'weekly monday 09:00 UTC'],
    ['weekly', 'weekly monday 09:00 UTC'],
    ['weekly fri', 'weekly friday 09:00 UTC'],
    ['weekly 17:30', 'weekly monday 17:30 UTC'],
    ['daily', 'daily 09:00 UTC'],
    ['daily 12am America/New_York', 'daily 00:00 America/New_York'],
    ['daily at 12pm', 'daily 12:00 UTC'],
    ['weekdays', 'weekdays 09:00 UTC'],
    ['Weekday at 8:30', 'weekdays 08:30 UTC'],
    ['monthly', 'monthly 1 09:00 UTC'],
    ['monthly on the 3rd 08:15', 'monthly 3 08:15 UTC'],
    ['monthly last day 17:00', 'monthly last 17:00 UTC'],
  ])('%s', (typed, said) => {
    expect(formatCadence(cadence(typed))).toBe(said)
    expect(cadence(said)).toEqual(cadence(typed))
  })

  test.each([
    ['weekly monday 09:00 Mars/Olympus', 'There is no time zone Mars/Olympus.'],
    ['monthly 31 09:00', 'There is no 31 February'],
    ['monthly 0', '1 to 28'],
    ['monthly 32', '1 to 28'],
    ['weekly funday 09:00', 'Monday to Sunday'],
    ['daily 25:00', 'like 09:00'],
    ['daily 9:60', 'like 09:00'],
    ['daily 13pm', 'like 09:00'],
    ['weekly monday 09:00 tomorrow', 'like 09:00'],
    ['hourly', 'daily, weekdays, weekly or monthly'],
    ['', 'daily, weekdays, weekly or monthly'],
  ])('%s is no cadence, and its reader learns what is', (typed, why) => {
    expect(readCadence(typed, 'UTC')).toMatchObject({ why: expect.stringContaining(why) })
  })
})

/** Every turn of a cadence between two instants, as a planner that looks now and then finds them. */
function turns(said: Cadence, from: string, until: string): string[] {
  const found: string[] = []
  for (let slot = nextSlot(said, at(from)); slot < at(until); slot = nextSlot(said, slot))
    found.push(iso(slot))
  return found
}

describe('02:30 comes once on a night when the clock is changed', () => {
  test.each([
    [
      'Europe/Berlin',
      'put forward: at the jump',
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'Europe/Berlin',
      'put back: the first of two',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'America/New_York',
      'put forward: at the jump',
      '2026-03-07T12:00Z',
      ['2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      'America/New_York',
      'put back: once, as 02:30 is after it',
      '2026-10-31T12:00Z',
      ['2026-11-01T07:30', '2026-11-02T07:30'],
    ],
  ])('%s, %s', (zone, _, from, wanted) => {
    const until = new Date(at(from) + 48 * 3_600_000).toISOString()
    expect(turns(cadence(`daily 02:30 ${zone}`), from, until)).toEqual(wanted)
  })

  test('a time that exists twice is the first of them', () => {
    expect(
      turns(cadence('daily 01:30 America/New_York'), '2026-10-31T12:00Z', '2026-11-01T12:00Z'),
    ).toEqual(['2026-11-01T05:30'])
  })
})

test('on weekdays nothing comes between Friday and Monday, and each day is a period', () => {
  const said = cadence('weekdays 09:00')
  const found = turns(said, '2026-11-19T12:00Z', '2026-11-25T00:00Z')
  expect(found).toEqual(['2026-11-20T09:00', '2026-11-23T09:00', '2026-11-24T09:00'])
  expect(iso(lastSlot(said, at('2026-11-22T23:00Z')))).toBe('2026-11-20T09:00')
  expect(dueTurn(said, at('2026-11-20T09:00Z'), at('2026-11-24T10:00Z'))).toMatchObject({
    slot: at('2026-11-24T09:00Z'),
    missed: 2,
    period: '2026-11-24',
    nextAt: at('2026-11-25T09:00Z'),
  })
})

describe('what is due', () => {
  const weekly = cadence('weekly monday 09:00 Europe/Berlin')
  const MONDAY = at('2026-11-23T08:00Z')

  test('who was down from Friday to Wednesday sends the one of Monday, late', () => {
    const wednesday = at('2026-11-25T10:00Z')
    const turn = dueTurn(weekly, MONDAY, wednesday)
    expect(turn).toEqual({
      slot: MONDAY,
      missed: 0,
      period: 'week-2026-11-23',
      nextAt: at('2026-11-30T08:00Z'),
    })
    expect(isLate(MONDAY, wednesday)).toBe(true)
    expect(isLate(MONDAY, MONDAY + 60_000)).toBe(false)
  })

  test('of a daily one there is one too, which says how many were left out', () => {
    const daily = cadence('daily 09:00 Europe/Berlin')
    const turn = dueTurn(daily, at('2026-11-20T08:00Z'), at('2026-11-25T10:00Z'))
    expect(turn).toMatchObject({ slot: at('2026-11-25T08:00Z'), missed: 5, period: '2026-11-25' })
  })

  test('nothing is due before its time', () => {
    expect(dueTurn(weekly, MONDAY, MONDAY - 1)).toBeUndefined()
    expect(dueTurn(weekly, MONDAY, MONDAY)).toMatchObject({ slot: MONDAY })
  })

  test('another hour or day of the same week is the same period', () => {
    const moved = cadence('weekly wednesday 14:00 Europe/Berlin')
    const slot = nextSlot(moved, MONDAY)
    expect(iso(slot)).toBe('2026-11-25T13:00')
    expect(periodOf(moved, slot)).toBe(periodOf(weekly, MONDAY))
  })

  test('the last day of a month is told by February too', () => {
    const monthly = cadence('monthly last 09:00')
    expect(turns(monthly, '2028-01-30T00:00Z', '2028-04-01T00:00Z')).toEqual([
      '2028-01-31T09:00',
      '2028-02-29T09:00',
      '2028-03-31T09:00',
    ])
    expect(iso(lastSlot(monthly, at('2028-03-30T00:00Z')))).toBe('2028-02-29T09:00')
  })

  test('a turn is named as people say it', () => {
    expect(describeSlot(MONDAY, 'Europe/Berlin')).toBe('Monday 23 Nov 2026, 09:00 (Europe/Berlin)')
  })
})
