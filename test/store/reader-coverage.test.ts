import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import {
  ask,
  THIS,
  LAST,
  WEEKS,
  COMPANY,
  days,
  covers,
  chat,
  of,
  values,
  asking,
} from './reader-ask.ts'

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('an uncovered day is not known, and is no fall', async () => {
    const covered = [...days(9, 13), ...days(16, 19)]
    const measured = await ask(
      store,
      {
        ...COMPANY,
        covered: covers('chatgpt', covered),
        uses: covered.map((day) => chat(day, 'p-ada')),
      },
      asking(THIS, LAST),
    )
    const messages = of(measured, 'messages')
    expect(messages.now).toBe(40)
    expect(messages.before).toBe(50)
    expect(values(messages.series)).toEqual([10, 10, 10, 10, null])
    expect(messages.comparable).toEqual({
      now: 40,
      before: 40,
      days: 4,
      workingDaysNow: 4,
      workingDaysBefore: 4,
    })
    expect(measured.dataThrough).toBe('2026-11-19')
  })

  test('rows of a day that no import covers are left out until one does', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        covered: covers('chatgpt', days(9, 19)),
        uses: [chat('2026-11-19', 'p-ada'), chat('2026-11-20', 'p-bob', { messages: 1 })],
      },
      asking(THIS, LAST, { by: 'user' }),
    )
    expect(of(measured, 'messages').now).toBe(10)
    expect(of(measured, 'active_people').now).toBe(1)
    expect(of(measured, 'messages').by?.rows).toEqual([
      { key: 'p-ada', label: 'p-ada', now: 10, before: 0 },
      { key: 'p-bob', label: 'p-bob', now: 0, before: 0 },
    ])
  })

  test('a covered day without use is 0', async () => {
    const measured = await ask(
      store,
      { ...COMPANY, uses: [chat('2026-11-16', 'p-ada')] },
      asking(THIS, LAST),
    )
    expect(of(measured, 'messages')).toMatchObject({ now: 10, before: 0 })
    expect(values(of(measured, 'active_people').series)).toEqual([1, 0, 0, 0, 0])
    expect(measured.empty).toBe(false)
  })

  test('a team that used nothing has 0, and is called empty', async () => {
    const measured = await ask(
      store,
      { ...COMPANY, uses: [chat('2026-11-16', 'p-ada')] },
      asking(THIS, LAST, {
        scope: { ids: { team: [4] }, labels: { team: ['Engineering/Platform'] } },
      }),
    )
    expect(measured.empty).toBe(true)
    expect(of(measured, 'messages')).toMatchObject({
      now: 0,
      before: 0,
      coverage: { tools: ['chatgpt'], cannot: [] },
    })
  })

  test('a period before any data is not known, and nothing in it is 0', async () => {
    const measured = await ask(
      store,
      { ...COMPANY, uses: [chat('2026-11-16', 'p-ada')] },
      asking(['2025-03-03', '2025-03-07'], ['2025-02-24', '2025-02-28'], { by: 'team' }),
    )
    for (const one of measured.measurements) {
      expect(one).toMatchObject({ now: null, before: null, by: { rows: [] } })
      expect(new Set(values([...one.series, ...one.seriesBefore]))).toEqual(new Set([null]))
      expect(one.comparable).toMatchObject({ now: null, before: null, days: 0 })
    }
    expect(measured).toMatchObject({ dataThrough: null, tools: [], empty: true })
  })

  test('a tool that never reported a number is named, and its number is not 0', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        covered: [...covers('chatgpt'), ...covers('github-copilot', days(9, 18))],
        uses: [
          chat('2026-11-16', 'p-ada', { input_tokens: 300, sessions: 2 }),
          chat('2026-11-16', 'p-bob', { tool: 'github-copilot' }),
        ],
      },
      asking(THIS, LAST, { by: 'tool' }),
    )
    expect(of(measured, 'input_tokens')).toMatchObject({
      now: 300,
      coverage: { tools: ['chatgpt'], cannot: ['github-copilot'] },
      by: {
        rows: [
          { key: 'chatgpt', now: 300, before: 0 },
          {
            key: 'github-copilot',
            now: null,
            before: null,
            series: [null, null, null, null, null],
          },
        ],
      },
    })
    expect(of(measured, 'messages').coverage).toEqual({
      tools: ['chatgpt', 'github-copilot'],
      cannot: [],
    })
    expect(measured.dataThrough).toBe('2026-11-18')
    expect(measured.tools).toEqual([
      { tool: 'chatgpt', dataThrough: '2026-11-20', bucketZone: 'UTC' },
      { tool: 'github-copilot', dataThrough: '2026-11-18', bucketZone: 'UTC' },
    ])
  })

  test('today is partial: shown when asked for, and never compared', async () => {
    const uses = [chat('2026-11-20', 'p-ada'), chat('2026-11-21', 'p-ada', { messages: 3 })]
    const today = ['2026-11-21', '2026-11-21'] as const
    const yesterday = ['2026-11-20', '2026-11-20'] as const
    const shown = await ask(
      store,
      { ...COMPANY, uses },
      asking(today, yesterday, { partial: true }),
    )
    expect(of(shown, 'messages')).toMatchObject({
      now: 3,
      before: 10,
      comparable: { now: null, before: null, days: 0 },
    })
    expect(shown.dataThrough).toBe('2026-11-20')
    const hidden = await ask(store, { ...COMPANY, uses }, asking(today, yesterday))
    expect(of(hidden, 'messages').now).toBeNull()
  })

  test('holidays are no working days', async () => {
    const measured = await ask(
      store,
      { ...COMPANY, uses: WEEKS.map((day) => chat(day, 'p-ada')) },
      asking(THIS, LAST),
      ['2026-11-11'],
    )
    expect(of(measured, 'messages').comparable).toMatchObject({
      days: 5,
      workingDaysNow: 5,
      workingDaysBefore: 4,
    })
  })

  test('no matching name lets no row through', async () => {
    const measured = await ask(
      store,
      { ...COMPANY, uses: [chat('2026-11-16', 'p-ada')] },
      asking(THIS, LAST, { scope: { ids: { team: [] }, labels: { team: [] } } }),
    )
    expect(of(measured, 'messages').now).toBe(0)
    expect(measured.empty).toBe(true)
  })

  test('months of unequal length compare day by day as far as both go', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        covered: covers('chatgpt', ['2026-10-31', '2026-10-01', '2026-09-01', '2026-09-30']),
        uses: [
          chat('2026-10-01', 'p-ada'),
          chat('2026-10-31', 'p-ada', { messages: 99 }),
          chat('2026-09-01', 'p-bob', { messages: 4 }),
        ],
      },
      asking(['2026-10-01', '2026-10-31'], ['2026-09-01', '2026-09-30']),
    )
    expect(of(measured, 'messages')).toMatchObject({
      now: 109,
      before: 4,
      comparable: { now: 10, before: 4, days: 1 },
    })
    expect(of(measured, 'messages').series).toHaveLength(31)
    expect(of(measured, 'messages').seriesBefore).toHaveLength(30)
  })
})
