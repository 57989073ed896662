import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Measured, MetricId } from '#core/metric/metric.ts'
import type { Question } from '#ports.ts'
import { FACTS } from '#store/measure-plan.ts'
import { measure } from '#store/measure.ts'

import { asking, type Company, found, openStore } from './reader-company.ts'

let store: Awaited<ReturnType<typeof openStore>>
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.client.close())

/** Measures over the company, by both plans, which must agree. */
async function ask(company: Company, question: Question): Promise<Measured> {
  await found(store, company)
  const measured = await measure(store.db, question, { holidays: new Set() })
  expect(await measure(store.db, question, { holidays: new Set(), plan: FACTS })).toEqual(measured)
  return measured
}

const of = (measured: Measured, metric: MetricId) =>
  measured.measurements.find((one) => one.metric === metric)

const THIS = ['2026-11-16', '2026-11-20'] as const
const LAST = ['2026-11-09', '2026-11-13'] as const
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `2026-11-${String(from + n).padStart(2, '0')}`)
const covers = (tool: string, all: readonly string[]) => all.map((day) => ({ tool, day }))
const chat = (day: string, person: string, messages: number) => ({
  day,
  tool: 'chatgpt',
  person,
  unit: 'Sales',
  active: true,
  messages,
})

test('an uncovered day is not known, and is no fall', async () => {
  const measured = await ask(
    {
      tools: ['chatgpt'],
      units: ['Sales'],
      people: ['p-ada'],
      covered: covers('chatgpt', [...days(9, 13), ...days(16, 19)]),
      uses: [...days(9, 13), ...days(16, 19)].map((day) => chat(day, 'p-ada', 10)),
    },
    asking(THIS, LAST),
  )
  const messages = of(measured, 'messages')
  expect(messages).toMatchObject({
    now: 40,
    before: 50,
    comparable: { now: 40, before: 40, days: 4, workingDaysNow: 4, workingDaysBefore: 4 },
  })
  expect(messages?.series.at(-1)).toEqual({ from: '2026-11-20', value: null })
  expect(measured.dataThrough).toBe('2026-11-19')
})
