import { afterAll, beforeAll, expect, test } from 'vitest'

import { cohortMonths } from '#core/digest/cohort-months.ts'
import { addDays, day, type Day } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import { digestReads } from '#store/digest-reads.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { type Company, found, type Use } from './reader-company.ts'

const ASOF = day('2026-07-06')
let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const days = (tool: string, from: string, to: string) =>
  eachDay({ from: day(from), to: day(to) }).map((one) => ({ tool, day: one }))
const use = (person: string, of: string, unit = 'Eng'): readonly Use[] =>
  of.split(' ').map((text) => {
    const [date = '', tool = 'chatgpt'] = text.split('/')
    return { day: `2026-${date}`, tool, person, unit, active: true, messages: 1 }
  })

/** Known from 10 January on; `claude` from 1 May. */
const COMPANY: Company = {
  tools: ['chatgpt', 'claude', 'old'],
  units: ['Eng', 'Eng/Web', 'Sales'],
  people: ['old', 'newer', 'gone', 'elsewhere', 'claude', 'idle'],
  members: [
    ...['old', 'newer', 'claude', 'idle'].map((person) => ({
      person,
      unit: 'Eng/Web',
      from: '2026-01-01',
      to: '9999-12-31',
    })),
    { person: 'gone', unit: 'Sales', from: '2026-01-01', to: '2026-05-20' },
    { person: 'elsewhere', unit: 'Sales', from: '2026-01-01', to: '9999-12-31' },
  ],
  covered: [
    ...days('chatgpt', '2026-01-10', '2026-07-05'),
    ...days('claude', '2026-05-01', '2026-07-05'),
    ...days('old', '2026-01-10', '2026-02-15'),
  ],
  uses: [
    ...use('old', '01-20 06-30', 'Eng/Web'),
    ...use('newer', '03-31 05-01/claude', 'Eng/Web'),
    ...use('gone', '03-02', 'Sales'),
    ...use('elsewhere', '04-01 05-31 06-01', 'Sales'),
    ...use('claude', '05-02/claude 06-02', 'Eng/Web'),
    ...use('idle', '07-01', 'Eng/Web'),
  ],
}
const read = (unitDays?: (day: Day) => boolean) =>
  digestReads(store.db, () => Promise.resolve(unitDays)).monthsOfUse(ASOF)

test('who began when is read from the days of whole months, by tools that were known from the start', async () => {
  await found(store, COMPANY)
  const known = await read()
  // January is cut at its beginning: it tells who was there before. July has not ended.
  expect(known?.months).toEqual(['01', '02', '03', '04', '05', '06'].map((n) => `2026-${n}-01`))
  expect(known?.later).toEqual(['claude', 'old'])
  const all = known && cohortMonths(known)
  expect(all?.before).toBe(1)
  expect(all?.cohorts.map(({ people }) => people)).toEqual([2, 1, 0, 0])
  // March: one had left by the end of May, the other used Claude then.
  expect(all?.cohorts[0]?.after).toEqual([
    { here: 2, active: 0 },
    { here: 1, active: 1 },
    { here: 1, active: 0 },
  ])
  const team = known && cohortMonths(known, 'Eng')
  expect(team?.cohorts.map(({ people }) => people)).toEqual([1, 0, 0, 0])
})

test('a month in which a tool is behind is not told, nor one of which nobody is kept', async () => {
  const late = COMPANY.covered?.filter(
    ({ tool, day: date }) => tool !== 'chatgpt' || date <= '2026-06-28',
  )
  await found(store, { ...COMPANY, covered: late ?? [] })
  expect((await read())?.months.at(-1)).toBe('2026-05-01')
  await found(store, COMPANY)
  const ofUnits = (date: Day) => date < '2026-03-15'
  expect((await read(ofUnits))?.months[0]).toBe('2026-04-01')
  expect(await read((date) => date >= addDays(ASOF, -90))).toBeNull()
})
