import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { MetricId } from '#core/metric/metric.ts'
import { day } from '#core/time/day.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import {
  ask,
  asking,
  chat,
  COMPANY,
  covers,
  days,
  LAST,
  measureBoth,
  of,
  THIS,
  values,
} from './reader-ask.ts'
import { found } from './reader-company.ts'

const WEEK = ['2026-11-16', '2026-11-22'] as const
const WEEK_BEFORE = ['2026-11-09', '2026-11-15'] as const
const SATURDAY_AFTER = { today: day('2026-11-28') }

const only = (...metrics: readonly MetricId[]) => ({ metrics })

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('messages per session leave out messages that are in no session anyone knows', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { messages: 30, sessions: 4 }),
          chat('2026-11-17', 'p-bob', { messages: 500 }),
          chat('2026-11-10', 'p-bob', { messages: 500 }),
        ],
      },
      asking(THIS, LAST, only('messages_per_session')),
    )
    expect(of(measured, 'messages_per_session')).toMatchObject({
      now: 7.5,
      before: null,
      madeOf: [
        { name: 'messages', now: 30, before: 0 },
        { name: 'sessions', now: 4, before: 0 },
      ],
    })
  })

  test('a ratio of a whole is that of its sums, never the mean of its groups', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { messages: 100, sessions: 10 }),
          chat('2026-11-16', 'p-bob', { unit: 'Engineering', messages: 2, sessions: 1 }),
        ],
      },
      asking(THIS, LAST, { ...only('messages_per_session'), by: 'team' }),
    )
    const { now, by } = of(measured, 'messages_per_session')
    expect(now).toBe(102 / 11)
    expect(by?.rows.map((row) => [row.key, row.now])).toEqual([
      ['Sales', 10],
      ['Engineering', 2],
    ])
  })

  test('spend per message counts messages only on days whose cost is known, and the other way', async () => {
    const company = {
      ...COMPANY,
      uses: [
        chat('2026-11-16', 'p-ada', { messages: 3, cost_estimated_micros: 10 }),
        chat('2026-11-17', 'p-ada', { messages: 40, cost_estimated_micros: 700 }),
      ],
    }
    await found(store, company)
    await rows(
      store.db,
      'no cost',
      sql`update covered_day set cost = false where day = '2026-11-17'`,
    )
    const measured = await measureBoth(
      store,
      asking(THIS, LAST, only('cost_per_message', 'messages', 'spend')),
    )
    expect(of(measured, 'messages').now).toBe(43)
    expect(of(measured, 'spend').now).toBe(10)
    // 3⅓, to the micro-dollar.
    expect(of(measured, 'cost_per_message')).toMatchObject({ now: 3, before: null })
  })

  test('spend per active person has nobody in it whose tool tells no cost', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        covered: [...covers('chatgpt'), ...covers('github-copilot')],
        uses: [
          chat('2026-11-16', 'p-ada', {
            cost_estimated_micros: 500,
            unpriced_tokens: 10,
            input_tokens: 40,
          }),
          chat('2026-11-16', 'p-bob', { tool: 'github-copilot' }),
        ],
      },
      asking(THIS, LAST, only('cost_per_person')),
    )
    expect(of(measured, 'cost_per_person')).toMatchObject({
      now: 500,
      unpricedTokenShare: 0.25,
      coverage: { tools: ['chatgpt'], cannot: ['github-copilot'] },
    })
    expect(of(measured, 'cost_per_person')).not.toHaveProperty('byBasis')
  })

  test('use without any price has no spend per person', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-09', 'p-ada', { cost_estimated_micros: 5 }),
          chat('2026-11-16', 'p-ada', { input_tokens: 9, unpriced_tokens: 9 }),
        ],
      },
      asking(THIS, LAST, only('cost_per_person')),
    )
    expect(of(measured, 'cost_per_person')).toMatchObject({ now: null, before: 5 })
  })

  test('a person who moved counts once in the whole and once in each unit they sat in', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { cost_estimated_micros: 90 }),
          chat('2026-11-18', 'p-ada', { unit: 'Engineering', cost_estimated_micros: 10 }),
        ],
      },
      asking(THIS, LAST, { ...only('cost_per_person'), by: 'team' }),
    )
    const { now, by } = of(measured, 'cost_per_person')
    expect(now).toBe(100)
    expect(by?.rows.map((row) => row.now)).toEqual([90, 10])
  })

  test('sessions per person per week are of the known days, and of nothing shorter than a week', async () => {
    const company = {
      ...COMPANY,
      covered: covers('chatgpt', days(9, 20)),
      uses: [
        chat('2026-11-16', 'p-ada', { sessions: 6 }),
        chat('2026-11-20', 'p-bob', { sessions: 4 }),
      ],
    }
    const week = asking(WEEK, WEEK_BEFORE, {
      ...only('sessions_per_person_week'),
      ...SATURDAY_AFTER,
    })
    const measured = await ask(store, company, week)
    // Five of its days are known.
    expect(of(measured, 'sessions_per_person_week').now).toBe(10 / (2 * (5 / 7)))
    expect(of(measured, 'sessions_per_person_week').before).toBeNull()
    expect(values(of(measured, 'sessions_per_person_week').series)).toEqual(Array(7).fill(null))
    const short = await ask(store, company, asking(THIS, LAST, only('sessions_per_person_week')))
    expect(of(short, 'sessions_per_person_week').now).toBeNull()
  })

  test('weekly active people are the mean of whole known weeks', async () => {
    const company = {
      ...COMPANY,
      covered: covers('chatgpt', days(2, 24)),
      uses: [
        chat('2026-11-03', 'p-ada'),
        chat('2026-11-09', 'p-ada'),
        chat('2026-11-10', 'p-ada'),
        chat('2026-11-10', 'p-bob'),
        chat('2026-11-20', 'p-cyd'),
        chat('2026-11-24', 'p-bob'),
      ],
    }
    const asked = asking(['2026-11-05', '2026-11-25'], ['2026-10-15', '2026-11-04'], {
      ...only('weekly_active_people', 'active_people'),
      ...SATURDAY_AFTER,
      grain: 'week',
    })
    const measured = await ask(store, company, asked)
    expect(of(measured, 'active_people').now).toBe(3)
    expect(of(measured, 'weekly_active_people')).toMatchObject({
      now: 1.5,
      before: null,
      madeOf: [{ name: 'full weeks', now: 2, before: 0 }],
    })
    expect(values(of(measured, 'weekly_active_people').series)).toEqual([null, 2, 1, null])
  })
})
