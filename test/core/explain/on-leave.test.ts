import { expect, test } from 'vitest'

import { leftOut } from '#core/explain/left-out.ts'
import type { Made } from '#core/explain/made.ts'
import { ON_LEAVE } from '#core/metric/on-leave.ts'
import { day } from '#core/time/day.ts'

const period = { from: day('2026-11-01'), to: day('2026-11-20') }
const made = (away: number | null): Made => ({
  period,
  previous: period,
  zone: 'UTC',
  labels: {},
  numbers: [
    {
      metric: 'idle_seats',
      now: 7,
      before: 7,
      coverage: { tools: ['chatgpt'], cannot: [] },
      madeOf: [{ ...ON_LEAVE, now: away, before: null }],
    },
  ],
  dataThrough: null,
  tools: [],
  code: '1',
  policy: { version: 0, hash: '' },
})

test.each([
  [3, '**Left out** from idle seats: 3 seats of people on leave or just back, not counted.'],
  [1, '**Left out** from idle seats: 1 seat of people on leave or just back, not counted.'],
  [0, '**Left out** nothing that is known of.'],
  [null, '**Left out** nothing that is known of.'],
])('of %s seats of people on leave, explain says %s', (away, says) => {
  expect(leftOut(made(away), undefined)[0]).toBe(says)
})
