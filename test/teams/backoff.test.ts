import { expect, test } from 'vitest'

import { waitBefore } from '#teams/backoff.ts'
import { Limited, Lost, Refusal } from '#teams/refusal.ts'

const MANY = Array.from({ length: 200 }, (_, at) => at)

test.each([
  ['a 429 that names no wait', new Limited(undefined), 0],
  ['a 429 that names two seconds', new Limited(2_000), 2_000],
  ['no answer', new Lost('http_502'), 0],
])('after %s replicas do not come back together, nor before they may', (_, error, least) => {
  for (const tries of [0, 1, 2]) {
    const waits = MANY.map(() => (waitBefore(error, 'repeatable', tries) ?? NaN) - least)
    const most = 500 * 2 ** tries
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2)
    expect(Math.max(...waits)).toBeLessThanOrEqual(most)
    // Spread over that half: of 200, some are in its first quarter and some in its last.
    expect(Math.min(...waits)).toBeLessThan(most * 0.625)
    expect(Math.max(...waits)).toBeGreaterThan(most * 0.875)
  }
})

test.each([
  ['what others keep, where nobody knows whether it was sent', new Lost('network'), 'once'],
  ['what Teams refused', new Refusal(403, 'Forbidden'), 'repeatable'],
  ['what would keep a person waiting for minutes', new Limited(31_000), 'repeatable'],
] as const)('is not tried again: %s', (_, error, how) => {
  expect(waitBefore(error, how, 0)).toBeUndefined()
})
