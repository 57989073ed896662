import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { collection } from '#store/collect.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import {
  AT,
  billed,
  byCursor,
  byDays,
  connector,
  everything,
  messages,
  pullDays,
  pullLog,
  report,
  USAGE,
} from './collects.ts'

const said = (date: string, account: string, n: number) => report(date, account, { messages: n })
const week = ['2026-11-02', '2026-11-08'] as const

const first = [
  { reports: [said('2026-11-02', 'ann', 3), said('2026-11-03', 'ann', 5)] },
  { reports: [said('2026-11-03', 'bob', 7), said('2026-11-04', 'bob', 2)] },
]

const covered = async (store: Store) => {
  const found = await rows<{ days: string }>(
    store.db,
    'covered days',
    sql`select t.name || ' ' || s.name || ' ' ||
        string_agg(to_char(day, 'DD'), ' ' order by day) as days
      from covered_day c join tool t on t.id = c.tool_id join source s on s.id = c.source_id
      group by t.name, s.name order by 1`,
  )
  return found.map(({ days }) => days)
}

const line = (id: string, at: string, more: Partial<Parameters<typeof usageEvent>[0]> = {}) =>
  usageEvent({ at, id, account: 'ann', source: 'vendor-log', ...more })

describe.each(stores())('in $kind', ({ open }) => {
  test('a pull is the whole truth of its days, also of those without a row', async () => {
    await using store = await open()
    expect(await pullDays(store, week, first)).toEqual({ rows: 4, changedDays: 3 })
    expect(await messages(store)).toEqual({ '11-02': 3, '11-03': 12, '11-04': 2 })
    expect(await covered(store)).toEqual(['chatgpt vendor 02 03 04 05 06 07 08'])

    // One day grows, one shrinks, one vanishes.
    await pullDays(store, week, [
      { reports: [said('2026-11-02', 'ann', 4), said('2026-11-03', 'bob', 7)] },
    ])
    expect(await messages(store)).toEqual({ '11-02': 4, '11-03': 7 })

    await pullDays(store, week, [])
    expect(await messages(store)).toEqual({})
    expect(await covered(store)).toEqual(['chatgpt vendor 02 03 04 05 06 07 08'])
  })

  test('days outside the window and other sources stand', async () => {
    await using store = await open()
    await pullDays(store, week, first)
    await pullDays(store, week, [{ reports: [{ ...said('2026-11-03', 'cyd', 1), source: 'b' }] }], {
      stream: byDays({ id: 'other', source: 'b' }),
    })
    await pullDays(store, ['2026-11-04', '2026-11-10'], [])
    expect(await messages(store)).toEqual({ '11-02': 3, '11-03': 13 })
  })

  test('the same pull twice changes nothing and is no import', async () => {
    await using store = await open()
    const pages = [...first, { bill: [billed('2026-11-02', 5n), billed('2026-11-02', 5n)] }]
    await pullDays(store, week, pages)
    const before = await everything(store, ...USAGE)
    expect(await pullDays(store, week, pages)).toEqual({ rows: 6, changedDays: 0 })
    expect(await everything(store, ...USAGE)).toBe(before)
    expect(await ingest(store).list()).toMatchObject([
      { kind: 'sync', files: ['vendor'], firstDay: week[0], lastDay: week[1], state: 'applied' },
    ])
  })

  test('a pull that fails half way leaves rows and cursor as they were', async () => {
    await using store = await open()
    const collect = collection(store)
    const stream = byCursor()
    await pullLog(store, [{ events: [line('a', '2026-11-02T10:00:00Z')], cursor: 'one' }])
    const before = await everything(store, ...USAGE)
    const [state] = await collect.states()
    {
      await using pull = await collect.open({ connector, stream, at: AT + 1000 })
      await pull.add({ events: [line('b', '2026-11-02T11:00:00Z')] })
    }
    {
      await using pull = await collect.open({ connector, stream, at: AT + 2000 })
      await pull.add({ events: [line('b', '2026-11-02T11:00:00Z')] })
      // Too large for the column: the transaction fails after the events were written.
      await pull.add({
        periods: [
          {
            source: 'vendor-log',
            tool: 'chatgpt',
            account: null,
            from: day('2026-11-01'),
            to: day('2026-11-30'),
            lastActivity: null,
            activeDays: 3_000_000_000,
            messages: null,
            enabled: true,
          },
        ],
      })
      await expect(pull.commit({ cursor: 'two' })).rejects.toThrow('could not run')
    }
    expect(await everything(store, ...USAGE)).toBe(before)
    expect(await collect.states()).toEqual([{ ...state, startedAt: AT + 2000 }])
  })

  test('pages of a log are kept one by one, and a line seen twice is one', async () => {
    await using store = await open()
    const collect = collection(store)
    {
      await using pull = await collect.open({ connector, stream: byCursor(), at: AT })
      await pull.add({ events: [line('a', '2026-11-02T10:00:00Z', { outputTokens: 1 })] })
      await pull.commit({ cursor: 'one', from: day('2026-11-01') })
      await pull.add({ events: [line('b', '2026-11-02T11:00:00Z')] })
      // Killed here.
    }
    const [state] = await collect.states()
    expect(state).toMatchObject({ cursor: 'one', failures: 0 })
    await pullLog(store, [
      {
        events: [
          line('a', '2026-11-02T10:00:00Z', { outputTokens: 2 }),
          line('b', '2026-11-02T11:00:00Z'),
        ],
        cursor: 'two',
      },
      { events: [line('c', '2026-11-03T09:00:00Z')], cursor: 'three' },
      { events: [line('c', '2026-11-03T09:00:00Z')], cursor: 'three' },
    ])
    expect(await messages(store)).toEqual({ '11-02': 2, '11-03': 1 })
    expect(await collect.states()).toMatchObject([{ cursor: 'three' }])
    const batches = await ingest(store).list()
    expect(batches).toMatchObject([
      { kind: 'sync', files: ['vendor-log'], firstDay: '2026-11-02', lastDay: '2026-11-03' },
    ])
    await ingest(store).undo(batches[0]?.batch ?? 0)
    expect(await messages(store)).toEqual({})
    expect(await covered(store)).toEqual([])
  })
})
