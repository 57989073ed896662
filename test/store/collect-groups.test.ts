import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { GroupDay } from '#collect.ts'
import { day } from '#core/time/day.ts'
import { inGroups } from '#store/measure-sql.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { asSnapshot, byDays, pullDays, pullNow, report } from './collects.ts'

const on = (n: number) => `2026-11-${String(n).padStart(2, '0')}`
const stream = byDays({ id: 'teams', source: 'vendor-teams', tools: [] })

/** `ann 3 5`: Ann is in the group on the third and the fifth. */
const members = (group: string, ...lines: readonly string[]): GroupDay[] =>
  lines.flatMap((line) => {
    const [who = '', ...days] = line.split(' ')
    return days.map((n) => ({ account: pseudonym(who), group, day: day(on(Number(n))) }))
  })

const pull = (store: Store, [from, to]: readonly [number, number], groups: readonly GroupDay[]) =>
  pullDays(store, [on(from), on(to)], [{ groups }], { stream })

const stored = async (store: Store) => {
  const found = await rows<{ line: string }>(
    store.db,
    'groups',
    sql`select concat_ws(' ', group_name, valid_from, valid_to) as line from group_member order by 1`,
  )
  return found.map(({ line }) => line)
}

const batches = async (store: Store) => {
  const [found] = await rows<{ count: number }>(
    store.db,
    'batches',
    sql`select count(*)::int as count from import_batch`,
  )
  return found?.count
}

describe.each(stores())('in $kind', ({ open }) => {
  test('who is in a group on its last known day stays until a later day says otherwise', async () => {
    await using store = await open()
    await pull(store, [2, 4], members('platform', 'ann 2 3 4', 'bob 2'))
    expect(await stored(store)).toEqual([
      'platform 2026-11-02 2026-11-02',
      'platform 2026-11-02 2026-11-04',
      'platform 2026-11-05 9999-12-31',
    ])
    const before = await batches(store)
    await pull(store, [2, 4], members('platform', 'ann 2 3 4', 'bob 2'))
    expect(await batches(store)).toBe(before)
    await pull(store, [5, 6], members('platform', 'bob 5 6'))
    expect(await stored(store)).toEqual([
      'platform 2026-11-02 2026-11-02',
      'platform 2026-11-02 2026-11-04',
      'platform 2026-11-05 2026-11-06',
      'platform 2026-11-07 9999-12-31',
    ])
  })

  test('a day that is never published is like the last one before it, until it is after all', async () => {
    await using store = await open()
    const groups = members('platform', 'ann 2', 'bob 2 5')
    const unpublished = [day(on(3)), day(on(4)), day(on(6))]
    await pullDays(store, [on(2), on(6)], [{ groups, unpublished }], { stream })
    const carried = [
      'platform 2026-11-02 2026-11-04',
      'platform 2026-11-02 2026-11-05',
      'platform 2026-11-06 9999-12-31',
    ]
    expect(await stored(store)).toEqual(carried)
    // Looked at again, what was carried over is the same.
    await pullDays(store, [on(2), on(6)], [{ groups, unpublished }], { stream })
    expect(await stored(store)).toEqual(carried)
    await pull(store, [3, 4], members('platform', 'bob 3 4'))
    expect(await stored(store)).toEqual(['platform 2026-11-02 2026-11-02', ...carried.slice(1)])
  })

  test('a group that nobody is in any more has no members left', async () => {
    await using store = await open()
    await pull(store, [2, 3], members('platform', 'ann 2 3'))
    await pull(store, [4, 5], [])
    expect(await stored(store)).toEqual(['platform 2026-11-02 2026-11-03'])
  })

  test('older days that come later, and days that are told anew, change those days alone', async () => {
    await using store = await open()
    await pull(store, [4, 5], members('platform', 'ann 4 5'))
    await pull(store, [1, 3], members('platform', 'bob 1 2 3'))
    await pullDays(
      store,
      [on(2), on(4)],
      [{ groups: members('platform', 'bob 2'), unpublished: [day(on(4))] }],
      { stream },
    )
    expect(await stored(store)).toEqual([
      'platform 2026-11-01 2026-11-02',
      'platform 2026-11-04 2026-11-05',
      'platform 2026-11-06 9999-12-31',
    ])
  })

  test('a login is the person it is joined to, in groups too', async () => {
    await using store = await open()
    await pullDays(
      store,
      [on(2), on(3)],
      [{ reports: [report(on(2), 'ann'), report(on(3), 'bob')] }],
    )
    await pull(store, [2, 3], members('platform', 'ann-gh 2 3'))
    const counted = async () => {
      const found = await rows<{ day: string }>(
        store.db,
        'use of the group',
        sql`select f.day::text as day from usage_daily f
          where f.tenant_id = 1 and ${inGroups(['platform'], sql`f.day`)}`,
      )
      return found.map(({ day }) => day)
    }
    expect(await counted()).toEqual([])
    const login = {
      account: pseudonym('ann'),
      alias: pseudonym('ann-gh'),
      sure: 'verified' as const,
    }
    await pullNow(store, [{ logins: [login] }], {
      stream: asSnapshot({ id: 'logins', source: 'saml', tools: [] }),
    })
    expect(await counted()).toEqual([on(2)])
  })
})
