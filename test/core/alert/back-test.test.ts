import { expect, test } from 'vitest'

import { backTestMessage } from '#core/alert/back-test.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { madeMessage } from '#core/budget/message.ts'
import { day } from '#core/time/day.ts'

const period = { from: day('2026-08-25'), to: day('2026-11-22') }
const unknown = [{ day: day('2026-11-22'), value: null }]
const spec = { kind: 'budget', metric: 'spend', filters: {}, amount: 20_000, per: 'month' } as const

test('a rule tried on days of which none is known does not say that it would have told nobody', () => {
  const { summary } = backTestMessage('made-3', spec satisfies NumberSpec, {
    found: [],
    days: unknown,
    period,
  })
  expect(summary).toMatch(/^Nobody can tell what it would have told in the 90 days/)
})

test('nor does a budget of one person', () => {
  const { summary } = madeMessage({ id: 3, alias: 'p-6kz6ex', spec }, { days: unknown, period })
  expect(summary).toMatch(/^Nobody can tell what it would have told/)
})
