import { expect, test } from 'vitest'

import type { Seen } from '#core/collect/completeness.ts'
import { restatedSince, restatedWords } from '#core/digest/restated.ts'
import { day } from '#core/time/day.ts'

const WEEK = { from: day('2026-11-16'), to: day('2026-11-22') }
const DUE = Date.parse('2026-11-23T09:00:00Z')
const HOUR = 3_600_000

const seen = (hours: number, messages: number, micros: number, more: Partial<Seen> = {}): Seen => ({
  tool: 'chatgpt',
  source: 'openai',
  day: day('2026-11-20'),
  at: DUE + hours * HOUR,
  messages,
  tokens: 0,
  micros,
  ...more,
})
const tools = ['chatgpt', 'claude']
const told = (all: readonly Seen[], now = { spend: 400_000_000, messages: 1000 }) =>
  restatedWords(
    restatedSince(all, { week: WEEK, at: DUE, tools: { spend: tools, messages: tools }, now }),
  )

test('a vendor restates a Friday: the digest of that Monday says what it was and what it is', () => {
  expect(
    told([seen(-40, 80, 20_000_000), seen(-2, 90, 30_000_000), seen(30, 120, 64_000_000)]),
  ).toBe(
    'Restated since that Monday morning: spend was $366, now $400 (tokens); messages were 970, now 1,000.',
  )
})

test('a day that came in late only was nothing on that Monday', () => {
  const known = seen(-40, 10, 0, { day: day('2026-11-18') })
  expect(told([known, seen(3, 25, 0)])).toContain('messages were 975, now 1,000.')
  expect(told([seen(3, 25, 0)])).toContain('all of it came later')
})

test('nothing restated is said, and other weeks and other tools are none of its', () => {
  const calm = [
    seen(-2, 90, 30_000_000),
    seen(30, 500, 0, { day: day('2026-11-15') }),
    seen(-2, 1, 1, { tool: 'cursor' }),
    seen(30, 500, 9, { tool: 'cursor' }),
  ]
  expect(told(calm)).toBe('Since that Monday morning nothing in spend or messages was restated.')
})

test('where two sources report a tool, which of them counted then is not made up', () => {
  const two = [seen(-2, 90, 0), seen(30, 95, 0, { source: 'gateway' })]
  expect(told(two)).toBe(
    'Since that Monday morning nothing in spend or messages was restated. Of chatgpt it can’t be told: several sources report it.',
  )
})
