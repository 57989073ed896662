import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { day as dayOf } from '#core/time/day.ts'
import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import { ask, THIS, LAST, WEEKS, COMPANY, chat, covers, of, asking } from './reader-ask.ts'

const member = (person: string, unit: string, to = '9999-12-31') => ({
  person,
  unit,
  from: '2026-01-01',
  to,
})

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('the level of a week that is over is of all its days, also where the period ends before', async () => {
    const quiet = ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']
    const measured = await ask(
      store,
      {
        ...COMPANY,
        covered: covers('chatgpt', ['2026-10-26', ...WEEKS]),
        uses: [
          ...quiet.map((day) => chat(day, 'p-ada', { messages: 1 })),
          chat('2026-11-19', 'p-ada', { messages: 100 }),
        ],
      },
      asking(['2026-11-16', '2026-11-17'], LAST, { by: 'level', today: dayOf('2026-12-01') }),
    )
    expect(of(measured, 'active_people').by?.rows).toContainEqual(
      expect.objectContaining({ key: 'power', now: 1 }),
    )
  })

  test('who moves teams counts in both teams, and once in the whole', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { unit: 'Sales/EMEA' }),
          chat('2026-11-18', 'p-ada', { unit: 'Engineering/Platform' }),
          chat('2026-11-18', 'p-bob', { unit: 'Engineering/Platform' }),
        ],
      },
      asking(THIS, LAST, { by: 'team' }),
    )
    const people = of(measured, 'active_people')
    expect(people.now).toBe(2)
    expect(people.by?.rows).toEqual([
      { key: 'Engineering/Platform', label: 'Platform', now: 2, before: 0 },
      { key: 'Sales/EMEA', label: 'EMEA', now: 1, before: 0 },
    ])
  })

  test('a team asked for together with use that has no team counts the people of both', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { unit: 'Sales/EMEA' }),
          { day: '2026-11-16', tool: 'chatgpt', person: 'p-bob', active: true },
          chat('2026-11-16', 'p-cyd', { unit: 'Sales' }),
        ],
      },
      asking(THIS, LAST, {
        scope: { ids: { team: [0, 2] }, labels: { team: ['unattributed', 'Sales/EMEA'] } },
      }),
    )
    expect(of(measured, 'active_people').now).toBe(2)
  })

  test('the people of a week are not the sum of the people of its days', async () => {
    const measured = await ask(
      store,
      { ...COMPANY, uses: WEEKS.map((day) => chat(day, 'p-ada')) },
      asking(THIS, LAST, { grain: 'week' }),
    )
    expect(of(measured, 'active_people')).toMatchObject({
      now: 1,
      series: [{ from: '2026-11-16', value: 1 }],
      seriesBefore: [{ from: '2026-11-09', value: 1 }],
    })
    expect(of(measured, 'messages').series).toEqual([{ from: '2026-11-16', value: 50 }])
  })

  test('a department has its sub-units in it, and a group is read on the day of use', async () => {
    const company = {
      ...COMPANY,
      uses: [
        chat('2026-11-16', 'p-ada', { unit: 'Sales/EMEA' }),
        chat('2026-11-17', 'p-bob', { unit: 'Sales' }),
        chat('2026-11-18', 'p-cyd', { unit: 'Engineering' }),
      ],
      groups: [{ name: 'pilots', person: 'p-bob', from: '2026-11-01', to: '2026-11-16' }],
    }
    const department = await ask(store, company, asking(THIS, LAST, { by: 'department' }))
    expect(of(department, 'active_people').by?.rows).toEqual([
      { key: 'Sales', label: 'Sales', now: 2, before: 0 },
      { key: 'Engineering', label: 'Engineering', now: 1, before: 0 },
    ])
    const scope = { ids: { group: [] }, labels: { group: ['pilots'] } }
    const group = await ask(store, company, asking(THIS, LAST, { scope }))
    expect(group.empty).toBe(true)
  })

  test('people are counted from the directory as of the last covered day', async () => {
    const company = {
      ...COMPANY,
      uses: [chat('2026-11-16', 'p-ada')],
      members: [
        member('p-ada', 'Sales'),
        member('p-bob', 'Sales/EMEA'),
        member('p-cyd', 'Sales', '2026-11-01'),
      ],
    }
    expect((await ask(store, company, asking(THIS, LAST))).headcount).toBe(2)
    const sales = { ids: { team: [1] }, labels: { team: ['Sales'] } }
    expect((await ask(store, company, asking(THIS, LAST, { scope: sales }))).headcount).toBe(1)
    expect((await ask(store, { ...company, members: [] }, asking(THIS, LAST))).headcount).toBeNull()
  })

  test('people are counted as of what the team’s own tools told last, whatever others use', async () => {
    const company = {
      ...COMPANY,
      tools: ['chatgpt', 'claude'],
      covered: [...covers('chatgpt', WEEKS), ...covers('claude', ['2026-11-09', '2026-11-16'])],
      uses: [
        chat('2026-11-16', 'p-ada'),
        chat('2026-11-16', 'p-cyd', { unit: 'Engineering', tool: 'claude' }),
      ],
      members: [member('p-ada', 'Sales'), member('p-bob', 'Sales', '2026-11-19')],
    }
    const sales = { ids: { team: [1] }, labels: { team: ['Sales'] } }
    const { dataThrough, headcount } = await ask(
      store,
      company,
      asking(THIS, LAST, { scope: sales }),
    )
    expect({ dataThrough, headcount }).toEqual({ dataThrough: '2026-11-20', headcount: 1 })
  })
})
