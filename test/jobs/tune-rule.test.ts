import { expect, test } from 'vitest'

import { plainText } from '#core/message/plain-text.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { eachDay } from '#core/time/period.ts'
import { askTuning } from '#jobs/tune-rule.ts'
import type { UsageReader } from '#ports.ts'
import { measured, measurement, people, span, unknown } from '#test/support/measured.ts'

/** Dollars of a team by day, and how many people had a part in them. */
const DAYS: Readonly<Record<string, readonly [number, number]>> = {
  '2026-11-18': [120, 2],
  '2026-11-19': [120, 9],
  '2026-11-20': [250, 9],
}

const usage: UsageReader = {
  hasUsage: async () => true,
  resolve: async () => ({ scope: { ids: {}, labels: { team: ['Legal'] } } }),
  measure: async ({ metrics, period }) => {
    const days = eachDay(period).map((day) => DAYS[day] ?? [0, 0])
    const behind = Math.max(...days.map(([, count]) => count))
    const now = (at: number) => (days[at]?.[0] ?? 0) * 1_000_000
    const spend = { now, before: unknown, span: span(period.from, period.to) }
    return measured([
      metrics.includes('active_people') ? people(behind, 0) : measurement('spend', spend),
    ])
  },
}

const tuned = (floor: number) =>
  askTuning('made-3', {
    usage,
    clock: { now: () => Date.parse('2026-11-23T09:00:00Z') },
    workspace: { zone: async () => 'UTC' },
    policyInForce: async () => ({ version: 0, hash: '', policy: { ...DEFAULT_POLICY, floor } }),
    alerts: {
      rules: async () => [
        {
          rule: 'made-3',
          spec: {
            kind: 'limit',
            metric: 'spend',
            filters: { team: ['Legal'] },
            amount: 100_000_000,
            per: 'day',
          },
        },
      ],
      rated: async () =>
        Object.keys(DAYS).map((day) => ({
          fingerprint: `made-3|${day}/100`,
          tool: null,
          feedback: 'noise',
          openedAt: Date.parse(`${day}T23:00:00Z`),
        })),
    },
  } as never).then(plainText)

test('a higher limit is not said to keep back what too few people are behind to be told of', async () => {
  expect(await tuned(1)).toMatch(/A limit of \$150\W+2 of 3/)
  expect(await tuned(5)).toMatch(/A limit of \$150\W+1 of 3/)
})
