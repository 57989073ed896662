import { expect, test } from 'vitest'

import { crossings } from '#core/alert/crossing.ts'
import type { ThresholdSpec } from '#core/alert/number-rule.ts'
import { findingOf } from '#core/alert/number-words.ts'
import { isOfEnough } from '#core/alert/threshold.ts'
import { amountTyped, typedAmount } from '#core/alert/tuning.ts'
import { plainText } from '#core/message/plain-text.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { day } from '#core/time/day.ts'
import { bucketStart } from '#core/time/grain.ts'
import { eachDay } from '#core/time/period.ts'
import { makeRule, numberFindings } from '#jobs/number-rules.ts'
import { seenOf } from '#jobs/rule-days.ts'
import type { Question, UsageReader } from '#ports.ts'
import { measured, measurement, span } from '#test/support/measured.ts'

type Facts = {
  /** Adoption by the first day of a week, and of how many people. */
  readonly weeks: Readonly<Record<string, number>>
  readonly of: number
  /** Days of which the second tool tells nothing. */
  readonly holes?: readonly string[]
}

/** A reader whose weeks are no sum of its days: who works on Monday works on Tuesday too. */
function reader({ weeks, of, holes = [] }: Facts): UsageReader & { readonly asked: Question[] } {
  const asked: Question[] = []
  return {
    asked,
    hasUsage: async () => true,
    resolve: async (filters) => ({ scope: { ids: {}, labels: filters } }),
    measure: async (question) => {
      asked.push(question)
      const { metrics, period, grain, by } = question
      const days = eachDay(period)
      const starts = [...new Set(days.map((one) => bucketStart(one, grain)))]
      const zero = { now: () => 1, before: () => 1, span: span(period.from, period.to) }
      const adoption = (): Measurement => {
        const series = starts.map((from) => ({ from, value: weeks[from] ?? null }))
        const now = series.at(-1)?.value ?? null
        const part = (name: string, value: number) =>
          ({ name, unit: 'people', now: value, before: null }) as const
        return measurement('adoption', zero, {
          now,
          series,
          madeOf: [part('active people', (now ?? 0) * of), part('people in the directory', of)],
        })
      }
      const rows = ['chatgpt', 'claude'].map((key) => ({
        key,
        label: key,
        now: 1,
        before: 1,
        series: days.map((one) => (key === 'claude' && holes.includes(one) ? null : 1)),
      }))
      return measured(
        metrics.map((metric) =>
          metric === 'adoption'
            ? adoption()
            : measurement(metric, zero, by ? { by: { dimension: by, rows } } : {}),
        ),
      )
    },
  }
}

const spec: ThresholdSpec = {
  kind: 'threshold',
  metric: 'adoption',
  filters: { team: ['Legal'] },
  side: 'below',
  amount: 0.5,
  per: 'week',
}
const house = (usage: UsageReader) => ({
  usage,
  clock: { now: () => Date.parse('2026-11-25T09:00:00Z') },
  workspace: { zone: async () => 'UTC', fixZone: async () => {} },
  policyInForce: async () => ({ version: 0, hash: '', policy: { ...DEFAULT_POLICY, floor: 5 } }),
})
const period = { from: day('2026-11-02'), to: day('2026-11-24') }
const weeks = { '2026-11-02': 0.6, '2026-11-09': 0.4, '2026-11-16': 0.3, '2026-11-23': 0.1 }
const told = async (facts: Facts, made = spec) => {
  const seen = await seenOf(made, period, house(reader(facts)))
  if ('unresolved' in seen) throw new Error('found')
  return crossings(made, seen.days).map(({ from, to }) => [from, to])
}

test('a share below its limit is told of weeks that are over, each measured whole', async () => {
  const usage = reader({ weeks, of: 40 })
  const seen = await seenOf(spec, period, house(usage))
  expect(usage.asked[0]).toMatchObject({
    metrics: ['adoption'],
    grain: 'week',
    period: { from: '2026-11-02', to: '2026-11-22' },
  })
  expect('days' in seen && seen.days.map(({ value }) => value)).toEqual([0.6, 0.4, 0.3])
  expect(await told({ weeks, of: 40 })).toEqual([
    ['2026-11-09', '2026-11-15'],
    ['2026-11-16', '2026-11-22'],
  ])
})

test('and above it with the same numbers', async () => {
  expect(await told({ weeks, of: 40 }, { ...spec, side: 'above' })).toEqual([
    ['2026-11-02', '2026-11-08'],
  ])
})

test('a week of which a tool tells nothing on one day is not known, and tells of nobody', async () => {
  expect(await told({ weeks, of: 40, holes: ['2026-11-11'] })).toEqual([
    ['2026-11-16', '2026-11-22'],
  ])
})

test('a week without a number, as where it would be divided by nothing, is not taken for zero', async () => {
  const { '2026-11-09': _, ...others } = weeks
  expect(await told({ weeks: others, of: 40 })).toEqual([['2026-11-16', '2026-11-22']])
})

test.each([
  ['half of forty people', 40, 0.5, true],
  ['half of eight, four of whom would be told of', 8, 0.5, false],
  ['of fewer people than the floor', 4, 0.5, false],
  ['nine tenths of forty, which leaves four', 40, 0.9, false],
])('a share of %s', (_, of, amount, enough) => {
  const made = measurement(
    'adoption',
    { now: () => 1, before: () => 1 },
    {
      madeOf: [
        { name: 'active people', unit: 'people', now: 1, before: null },
        { name: 'people in the directory', unit: 'people', now: of, before: null },
      ],
    },
  )
  expect(isOfEnough({ ...spec, amount }, { measured: made, people: 99 }, 5)).toBe(enough)
})

test('a ratio and a count of people have people enough behind them too', () => {
  const ratio: ThresholdSpec = { ...spec, metric: 'error_rate' }
  const people = (count: number) => ({ measured: undefined, people: count })
  expect(isOfEnough(ratio, people(4), 5)).toBe(false)
  expect(isOfEnough(ratio, people(5), 5)).toBe(true)
  const counted: ThresholdSpec = { ...spec, metric: 'active_people', amount: 4 }
  expect(isOfEnough(counted, people(40), 5)).toBe(false)
  expect(isOfEnough({ ...counted, amount: 5 }, people(0), 5)).toBe(true)
})

const back = async (made: ThresholdSpec, facts: Facts): Promise<string> => {
  const desk = {
    ...house(reader(facts)),
    alerts: { rules: async () => [], make: async () => 'made-3' },
  }
  const request = {
    text: '',
    place: 'cli',
    viewer: { kind: 'operator' },
  }
  const { message } = await makeRule(
    { kind: 'alert', act: 'when', spec: made },
    request as never,
    desk as never,
  )
  return `${message.title}\n${plainText(message)}`
}

test('a rule on a share is tried on the whole weeks of 90 days', async () => {
  const said = await back(spec, { weeks, of: 40 })
  expect(said).toContain('Adoption of Legal below 50% a week')
  expect(said).toContain('It would have told 2 things')
  expect(said).toContain('3 of 13 whole weeks are known')
  expect(said).toContain('The lowest week had 30%')
})

test('where too few people are behind it the back-test tells no number and counts what stays untold', async () => {
  const said = await back(spec, { weeks, of: 8 })
  expect(said.replaceAll(/\s+/gu, ' ')).toContain(
    '2 more would not be told of: too few people are behind them',
  )
  expect(said).not.toContain('30%')
  expect(said).toContain('It would have told nobody anything')
})

test('a lowest week of so few people that it tells of one of them is not told, though its limit is', async () => {
  const said = await back(spec, { weeks: { ...weeks, '2026-11-16': 0.1 }, of: 40 })
  expect(said).toContain('It would have told 2 things')
  expect(said).not.toContain('The lowest week')
})

const live = async (facts: Facts, clock = '2026-11-25T09:00:00Z') => {
  const desk = {
    ...house(reader(facts)),
    clock: { now: () => Date.parse(clock) },
    alerts: { looked: async () => {} },
    log: { error: (_: unknown, what: string) => expect.fail(what) },
  }
  const row = { rule: 'made-3', on: true, spec, by: 'cli', lookedAt: null }
  return (await numberFindings(desk as never, [row as never])).map(({ says, subject }) => [
    says,
    subject,
  ])
}

test('a rule that is on tells of the week that ended last, and of none that is not over', async () => {
  const last = ['Adoption of Legal was below 50% in 16–22 Nov 2026', '2026-11-16/100']
  expect(await live({ weeks, of: 40 })).toEqual([last])
  // The week before is over for eight days: whoever switches the rule on now is not told of it.
  expect(await live({ weeks, of: 40 }, '2026-11-30T09:00:00Z')).toEqual([
    ['Adoption of Legal was below 50% in 23–29 Nov 2026', '2026-11-23/100'],
  ])
  expect(await live({ weeks, of: 8 })).toEqual([])
})

test.each([
  ['adoption', 0.55, '55'],
  ['error_rate', 0.025, '2.5'],
  ['cost_per_person', 50_500_000, '50.5'],
  ['session_duration', 300, '300'],
  ['active_people', 40, '40'],
] as const)('a limit on %s is changed in what it is typed in', (metric, amount, typed) => {
  const of = { ...spec, metric }
  expect(typedAmount(of, amount)).toBe(typed)
  expect(amountTyped(of, Number(typed))).toBe(amount)
})

test('a limit of fewer people than the floor is refused with the one that is taken', async () => {
  const few = { ...spec, metric: 'active_people', amount: 3, side: 'above' } as const
  await expect(back(few, { weeks, of: 40 })).rejects.toMatchObject({
    message: 'A limit of 3 would tell about fewer than 5 people',
    fix: 'Take 5 or more: alert when active_people team:Legal > 5 per:week',
  })
})

test('its message tells the limit, the week and the question that shows the number', () => {
  const crossing = crossings(spec, [{ day: day('2026-11-16'), value: 0.3 }])[0]!
  const finding = findingOf('made-3', spec, { crossing, at: 0 })
  expect(finding.says).toBe('Adoption of Legal was below 50% in 16–22 Nov 2026')
  expect(finding.command).toBe('team:Legal adoption 2026-11-16..2026-11-22')
  expect(JSON.stringify(finding)).not.toContain('30%')
})
