import { expect, test } from 'vitest'

import { unpublishedDays } from '#connectors/api/unpublished.ts'
import { day } from '#core/time/day.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const window = { from: day('2026-11-14'), to: day('2026-11-20') }

test.each([
  ['nothing at all', [], ['2026-11-18', '2026-11-19', '2026-11-20']],
  ['up to Wednesday', ['2026-11-16', '2026-11-18', '2026-11-15'], ['2026-11-19', '2026-11-20']],
  ['up to yesterday, with a quiet day', ['2026-11-18', '2026-11-20'], []],
  ['only long ago', ['2026-11-14'], ['2026-11-18', '2026-11-19', '2026-11-20']],
])('told of %s, late by three days', (_, told, days) => {
  expect(unpublishedDays(window, told.map(day), { now, lagDays: 3 })).toEqual(days)
})
