import { expect } from 'vitest'

import type { Measured, MetricId } from '#core/metric/metric.ts'
import { day as dayOf } from '#core/time/day.ts'
import type { Question } from '#ports.ts'
import { abilitiesOf } from '#store/abilities.ts'
import { FACTS } from '#store/measure-plan.ts'
import { measure } from '#store/measure.ts'
import type { Store } from '#store/store.ts'

import { type Company, found, type Use } from './reader-company.ts'

/** Two working weeks, a Monday to a Friday each; today is Saturday the 21st. */
export const THIS = ['2026-11-16', '2026-11-20'] as const
export const LAST = ['2026-11-09', '2026-11-13'] as const

export const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `2026-11-${String(from + n).padStart(2, '0')}`)
export const WEEKS = [...days(9, 13), ...days(16, 20)]

export const covers = (tool: string, all: readonly string[] = WEEKS) =>
  all.map((day) => ({ tool, day }))

export const chat = (day: string, person: string, more: Partial<Use> = {}): Use => ({
  day,
  tool: 'chatgpt',
  person,
  unit: 'Sales',
  active: true,
  messages: 10,
  ...more,
})

export const COMPANY: Company = {
  tools: ['chatgpt', 'github-copilot'],
  units: ['Sales', 'Sales/EMEA', 'Engineering', 'Engineering/Platform'],
  people: ['p-ada', 'p-bob', 'p-cyd'],
  models: ['gpt-5', 'claude'],
  covered: covers('chatgpt'),
}

export function of(measured: Measured, metric: MetricId) {
  const found = measured.measurements.find((one) => one.metric === metric)
  if (!found) throw new Error(`${metric} was not measured`)
  return found
}

export const values = (points: readonly { readonly value: number | null }[]) =>
  points.map(({ value }) => value)

/** Fills the store with a company and measures over it. */
export async function ask(
  store: Store,
  company: Company,
  question: Question,
  holidays: readonly string[] = [],
): Promise<Measured> {
  await found(store, company)
  return await measureBoth(store, question, holidays)
}

/** Measures by rollups and by facts, which must agree. */
export async function measureBoth(
  store: Store,
  question: Question,
  holidays: readonly string[] = [],
): Promise<Measured> {
  const options = { holidays: new Set(holidays.map(dayOf)), abilities: abilitiesOf(store.db) }
  const measured = await measure(store.db, question, options)
  expect(await measure(store.db, question, { ...options, plan: FACTS })).toEqual(measured)
  return measured
}

/** A question over the whole company, with what a test cares about put over it. */
export function asking(
  period: readonly [string, string],
  previous: readonly [string, string],
  more: Partial<Question> = {},
): Question {
  return {
    metrics: ['messages', 'active_people', 'sessions', 'spend', 'input_tokens', 'output_tokens'],
    period: { from: dayOf(period[0]), to: dayOf(period[1]) },
    previous: { from: dayOf(previous[0]), to: dayOf(previous[1]) },
    grain: 'day',
    scope: { ids: {}, labels: {} },
    today: dayOf('2026-11-21'),
    partial: false,
    ...more,
  }
}
