import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import { ask, THIS, LAST, COMPANY, chat, of, asking } from './reader-ask.ts'

const cost = (cost_estimated_micros: number) => ({ cost_estimated_micros })

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('use that nobody owns is a row of its own, and the rows add up to the whole', async () => {
    const company = {
      ...COMPANY,
      uses: [
        chat('2026-11-16', 'p-ada', cost(7)),
        chat('2026-11-16', 'p-bob', { unit: 'Engineering', ...cost(11) }),
        { day: '2026-11-17', tool: 'chatgpt', active: true, messages: 4, ...cost(100) },
      ],
    }
    for (const by of ['team', 'department', 'user'] as const) {
      const measured = await ask(store, company, asking(THIS, LAST, { by }))
      const { now, by: split } = of(measured, 'spend')
      expect(now).toBe(118)
      expect(split?.rows.map((row) => row.now)).toEqual([100, 11, 7])
      expect(split?.rows[0]).toMatchObject({ key: null, label: 'unattributed' })
      expect(of(measured, 'active_people').now).toBe(2)
      expect(of(measured, 'active_people').by?.rows.at(-1)).toMatchObject({ key: null, now: 0 })
    }
  })

  test('a bill replaces the estimates of its tool for its day only', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { cost_estimated_micros: 900, cost_credits_micros: 50 }),
          { day: '2026-11-16', tool: 'chatgpt', cost_billed_micros: 1000 },
          chat('2026-11-17', 'p-ada', { cost_estimated_micros: 20, cost_credits_micros: 3 }),
        ],
      },
      asking(THIS, LAST, { by: 'team' }),
    )
    expect(of(measured, 'spend')).toMatchObject({
      now: 1023,
      byBasis: { billed: 1000, estimated: 20, credits: 3 },
      by: {
        rows: [
          { key: null, now: 1000 },
          { key: 'Sales', now: 23 },
        ],
      },
    })
  })

  test('the bill of the company holds for a person too', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', { cost_estimated_micros: 900 }),
          { day: '2026-11-16', tool: 'chatgpt', cost_billed_micros: 1000 },
        ],
      },
      asking(THIS, LAST, { scope: { ids: { user: [1] }, labels: { user: ['p-ada'] } } }),
    )
    expect(of(measured, 'spend').now).toBe(0)
  })

  test('tokens without a price show as a share, and use without any price has no spend', async () => {
    const measured = await ask(
      store,
      {
        ...COMPANY,
        uses: [
          chat('2026-11-16', 'p-ada', {
            model: 'gpt-5',
            input_tokens: 700,
            output_tokens: 50,
            cost_estimated_micros: 5,
            unpriced_tokens: 0,
          }),
          chat('2026-11-16', 'p-ada', { model: 'claude', input_tokens: 250, unpriced_tokens: 250 }),
        ],
      },
      asking(THIS, LAST, { by: 'model' }),
    )
    expect(of(measured, 'spend')).toMatchObject({
      now: 5,
      unpricedTokenShare: 0.25,
      by: {
        rows: [
          { key: 'gpt-5', now: 5 },
          { key: 'claude', now: null },
        ],
      },
    })
  })

  test('a sum beyond what is exact is refused, not rounded', async () => {
    const huge = { cost_estimated_micros: Number.MAX_SAFE_INTEGER }
    await expect(
      ask(
        store,
        {
          ...COMPANY,
          uses: [chat('2026-11-16', 'p-ada', huge), chat('2026-11-16', 'p-bob', huge)],
        },
        asking(THIS, LAST),
      ),
    ).rejects.toThrow(RangeError)
  })
})
