import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { type Day, day } from '#core/time/day.ts'
import { collection } from '#store/collect.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { AT, billed, byDays, messages, pullDays, report } from './collects.ts'

const said = (date: string, account: string, n: number) => report(date, account, { messages: n })
const week = ['2026-11-24', '2026-11-30'] as const

const covered = async (store: Store) => {
  const found = await rows<{ day: Day }>(
    store.db,
    'covered days',
    sql`select to_char(day, 'DD') as day from covered_day order by day`,
  )
  return found.map(({ day }) => day).join(' ')
}

const reach = async (store: Store) => {
  const [state] = await collection(store).states()
  return [state?.pulledFrom?.slice(5) ?? null, state?.pulledThrough?.slice(5) ?? null]
}

const days = (...given: readonly string[]) => given.map((date) => day(date))

describe.each(stores())('in $kind', ({ open }) => {
  test('a day that is not published yet is neither covered nor pulled through', async () => {
    await using store = await open()
    await pullDays(store, week, [
      { reports: [said('2026-11-24', 'ann', 3)] },
      { unpublished: days('2026-11-29', '2026-11-30') },
    ])
    expect(await messages(store)).toEqual({ '11-24': 3 })
    expect(await covered(store)).toBe('24 25 26 27 28')
    expect(await reach(store)).toEqual(['11-24', '11-28'])

    await pullDays(store, week, [{ reports: [said('2026-11-24', 'ann', 3)] }])
    expect(await covered(store)).toBe('24 25 26 27 28 29 30')
    expect(await reach(store)).toEqual(['11-24', '11-30'])
  })

  test('what was stored of a day that is not published stays, whatever the page says', async () => {
    await using store = await open()
    const event = (at: string, id: string) =>
      usageEvent({ at, id, account: 'eve', source: 'vendor' })
    const stream = byDays({ bucketZone: 'America/New_York' })
    await pullDays(
      store,
      week,
      [
        {
          reports: [said('2026-11-28', 'ann', 3), said('2026-11-30', 'ann', 5)],
          bill: [billed('2026-11-28', 1_000_000n), billed('2026-11-30', 2_000_000n)],
          events: [event('2026-11-28T23:00:00Z', 'a'), event('2026-12-01T04:59:00Z', 'b')],
        },
      ],
      { stream },
    )
    const before = await messages(store)
    expect(before).toEqual({ '11-28': 4, '11-30': 5, '12-01': 1 })
    await pullDays(
      store,
      week,
      [
        {
          reports: [said('2026-11-30', 'bob', 9)],
          bill: [billed('2026-11-30', 7n)],
          events: [event('2026-12-01T03:00:00Z', 'c')],
        },
        { unpublished: days('2026-11-30') },
      ],
      { stream },
    )
    expect(await messages(store)).toEqual({ '11-30': 5, '12-01': 1 })
    const bill = await rows(
      store.db,
      'bill',
      sql`select day::text as day, cost_picos::text as picos from bill_line order by 1`,
    )
    expect(bill).toEqual([{ day: '2026-11-30', picos: '2000000' }])
    // It was known before, so it is still covered and pulled.
    expect(await covered(store)).toBe('24 25 26 27 28 29 30')
    expect(await reach(store)).toEqual(['11-24', '11-30'])
  })

  test('a window without a published day says nothing of where the stream reaches', async () => {
    await using store = await open()
    await pullDays(
      store,
      ['2026-11-29', '2026-11-30'],
      [{ unpublished: days('2026-11-29', '2026-11-30') }],
    )
    expect(await reach(store)).toEqual([null, null])
    // The history behind it does not reach over it.
    await pullDays(store, ['2026-11-22', '2026-11-28'], [], {
      reach: { from: day('2026-11-22'), through: day('2026-11-30') },
    })
    expect(await reach(store)).toEqual(['11-22', '11-28'])
    await pullDays(store, ['2026-11-29', '2026-11-30'], [{ unpublished: days('2026-11-29') }])
    expect(await reach(store)).toEqual(['11-22', '11-28'])
    expect(await covered(store)).toBe('22 23 24 25 26 27 28 30')
  })

  test('what a vendor does not publish in its late days, it never will: it is not waited for', async () => {
    await using store = await open()
    const early = days('2026-11-02', '2026-11-03')
    await pullDays(store, ['2026-11-02', '2026-11-08'], [{ unpublished: early }], { at: AT })
    expect(await covered(store)).toBe('04 05 06 07 08')
    expect(await reach(store)).toEqual(['11-02', '11-08'])
  })
})
