import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type DaySpan, firstDay, joined, type Pulling, windowsOf } from '#core/collect/windows.ts'
import { addDays, day, daysBetween } from '#core/time/day.ts'

const TODAY = day('2026-11-21')
const FACTS = { today: TODAY, lateDays: 2, windowDays: 4, historyDays: 10, known: undefined }
const span = (from: string, to: string): DaySpan => ({ from: day(from), to: day(to) })
const said = (pulling: Pulling) => windowsOf(pulling).map(({ from, to }) => `${from}..${to}`)

describe('which days are pulled next', () => {
  test('the first time: all that the vendor has, the newest first, in windows it takes', () => {
    expect(said(FACTS)).toEqual([
      '2026-11-17..2026-11-20',
      '2026-11-13..2026-11-16',
      '2026-11-11..2026-11-12',
    ])
  })

  test('later: what is new and what may still change, and nothing else', () => {
    expect(said({ ...FACTS, known: span('2026-11-01', '2026-11-19') })).toEqual([
      '2026-11-18..2026-11-20',
    ])
  })

  test('a history that was interrupted goes on where it was, after the late days', () => {
    expect(said({ ...FACTS, known: span('2026-11-17', '2026-11-20') })).toEqual([
      '2026-11-18..2026-11-20',
      '2026-11-13..2026-11-16',
      '2026-11-11..2026-11-12',
    ])
  })

  test('after days of standstill the days between come first, the oldest first', () => {
    expect(said({ ...FACTS, known: span('2026-10-01', '2026-11-12') })).toEqual([
      '2026-11-13..2026-11-16',
      '2026-11-17..2026-11-20',
    ])
  })

  test('days the vendor has forgotten are not asked for, and what was known before is apart', () => {
    expect(said({ ...FACTS, known: span('2026-09-01', '2026-10-01') })[0]).toBe(
      '2026-11-17..2026-11-20',
    )
  })

  test('--since pulls again what is known, and the history before it', () => {
    const known = span('2026-11-17', '2026-11-20')
    expect(said({ ...FACTS, known, since: day('2026-11-15') })).toEqual([
      '2026-11-17..2026-11-20',
      '2026-11-15..2026-11-16',
    ])
  })

  test('--since before the vendor remembers is as far as it remembers', () => {
    expect(said({ ...FACTS, since: day('2020-01-01') })).toEqual(said(FACTS))
  })

  test('today is never asked for: it is not over', () => {
    expect(said({ ...FACTS, since: TODAY })).toEqual([])
  })
})

const pulling: fc.Arbitrary<Pulling> = fc
  .record({
    lateDays: fc.integer({ min: 0, max: 40 }),
    windowDays: fc.integer({ min: 1, max: 31 }),
    historyDays: fc.option(fc.integer({ min: 1, max: 400 })),
    known: fc.option(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 90 }))),
    since: fc.option(fc.integer({ min: 1, max: 500 })),
  })
  .map(({ known, since, ...facts }) => {
    const to = known && addDays(TODAY, -known[0])
    return {
      ...facts,
      today: TODAY,
      known: known && to ? { from: addDays(to, -known[1]), to } : undefined,
      ...(since !== null && { since: addDays(TODAY, -since) }),
    }
  })

test('whatever happened before, and wherever it is cut short, no day is missing between two that are known', () => {
  fc.assert(
    fc.property(pulling, fc.nat({ max: 200 }), (facts, cut) => {
      const windows = windowsOf(facts)
      let known = facts.known
      const pulled = new Set<string>()
      for (const window of windows.slice(0, cut)) {
        for (let at = window.from; at <= window.to; at = addDays(at, 1)) pulled.add(at)
        known = joined(known, window)
      }
      if (!known) return
      for (let at = known.from; at <= known.to; at = addDays(at, 1)) {
        const before = facts.known && at >= facts.known.from && at <= facts.known.to
        expect(before || pulled.has(at)).toBe(true)
      }
    }),
  )
})

test('pulled to the end, everything the vendor has is known, no window is too long, and none asks for today', () => {
  fc.assert(
    fc.property(pulling, (facts) => {
      const windows = windowsOf(facts)
      const known = windows.reduce(joined, facts.known)
      expect(known?.to).toBe(addDays(TODAY, -1))
      const asked = facts.since ?? firstDay(facts)
      const oldest = asked > firstDay(facts) ? asked : firstDay(facts)
      expect(known && known.from <= oldest).toBe(true)
      for (const { from, to } of windows) {
        expect(from <= to && to < TODAY && from >= firstDay(facts)).toBe(true)
        expect(daysBetween(from, to)).toBeLessThan(facts.windowDays)
      }
    }),
  )
})
