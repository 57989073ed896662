import { expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'
import type { Measurement, MetricId } from '#core/metric/metric.ts'
import { measured, measurement } from '#test/support/measured.ts'

import { answered, dollars, eng, engineering } from './given.ts'

/** A number over two known periods of 30 days, the same every day. */
function level(metric: MetricId, now: number | null, before: number | null): Measurement {
  const of = measurement(metric, { now: () => now, before: () => before })
  return { ...of, now, before, comparable: { ...of.comparable, now, before } }
}

const said = (of: Measurement) =>
  answerMessage(
    answered({ ...engineering, measured: measured([of]) }, { ...eng, metrics: [of.metric] }),
  )

const facts = (of: Measurement) =>
  said(of).parts.flatMap((part) => (part.kind === 'facts' ? part.facts : []))

test.each<[Measurement, string]>([
  [
    level('messages_per_session', 7.2, 6),
    'Engineering sent 7.20 messages per session in the 30 days to 20 Nov 2026, 20% more than the 30 days before.',
  ],
  [
    level('acceptance_rate', 0.36, 0.3),
    'Engineering accepted 36% of suggestions in the 30 days to 20 Nov 2026, up from 30% the 30 days before.',
  ],
  [
    level('cache_hit_rate', 0.301, 0.3),
    'Engineering took 30% of input from caches in the 30 days to 20 Nov 2026, about the same as the 30 days before.',
  ],
  [
    level('error_rate', 0.02, 0),
    'Engineering saw 2.0% of requests fail in the 30 days to 20 Nov 2026, up from 0% the 30 days before.',
  ],
  [
    level('cost_per_message', 4_200, 8_400),
    'Engineering spent $0.0042 per message in the 30 days to 20 Nov 2026, 50% less than the 30 days before.',
  ],
  [
    level('weekly_active_people', 34.75, 20.5),
    'Engineering had 35 active in an average week in the 30 days to 20 Nov 2026, 70% more than the 30 days before.',
  ],
  [
    level('acceptance_rate', null, null),
    'Acceptance rate of Engineering in the 30 days to 20 Nov 2026 is not known.',
  ],
])('a ratio is said with its change: %#', (given, sentence) => {
  expect(said(given).summary).toBe(sentence)
})

test('a ratio shows what it is made of, and what has no price', () => {
  const [fact] = facts({
    ...level('cost_per_person', dollars(40), dollars(50)),
    unpricedTokenShare: 0.06,
    madeOf: [
      { name: 'spend', unit: 'usd_micros', now: dollars(1_520), before: dollars(1_750) },
      { name: 'active people', unit: 'people', now: 38, before: 35 },
    ],
  })
  expect(fact).toEqual({
    label: 'Spend per active person',
    value: '$40.00',
    change: '▼ 20%',
    note: '$1,520 spend, 38 active people; 6% of tokens have no price',
  })
})

test('one of what it is made of is said as one', () => {
  const one = { unit: 'people', now: 1, before: 2 } as const
  const names = ['active people', 'new seats', 'days to first use', 'in their first 30 days']
  const [fact] = facts({
    ...level('activation', 0.5, null),
    madeOf: names.map((name) => ({ name, ...one })),
  })
  expect(fact?.note).toBe(
    '1 active person, 1 new seat, 1 day to first use, 1 in their first 30 days',
  )
})

test('a ratio is not divided by working days, and its picture shows no mean of ratios', () => {
  const parts = said(level('messages_per_session', 7.2, 6)).parts
  const chart = parts.find((part) => part.kind === 'chart')?.chart
  expect(chart).toMatchObject({ kind: 'lines', overall: { now: 7.2, before: 6 } })
  expect(chart?.alt).toContain('Over all 7.2, against 6')
  expect(chart?.alt).not.toContain('Average')
})

test('the rows of a ratio are not summed', () => {
  const row = (key: string, now: number) => ({ key, label: key, now, before: now })
  const rows = Array.from({ length: 14 }, (_, n) => row(`team ${n}`, 20 - n))
  const split = {
    ...level('messages_per_session', 7.2, 6),
    by: { dimension: 'team', rows },
  } as const
  const message = answerMessage(
    answered({ measured: measured([split]) }, { metrics: [split.metric], by: 'team' }),
  )
  const table = message.parts.find((part) => part.kind === 'table')
  expect(table).toMatchObject({ head: ['Team', 'Messages per session', 'Change'] })
  expect(table?.kind === 'table' && table.rows.slice(-2)).toEqual([
    ['and 4 more', '–', '–'],
    ['All together', '7.20', '▲ 20%'],
  ])
})
