import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { storeSignals } from '#store/signal-weeks.ts'
import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import { pullDays } from './collects.ts'
import { did, EVERYONE, makeCompany, pull, toldOf } from './signal-company.ts'

describe.each(stores())('which weeks of work are told, in $kind', ({ open }) => {
  let store: Store
  const told = () => toldOf(store)
  beforeAll(async () => {
    store = await open()
    await makeCompany(store)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('however many people are in memory at a time, what is told is of all of them', async () => {
    const given = EVERYONE.map((who, n) => did(who, n + 1))
    const window = { from: day('2026-10-05'), to: day('2026-10-18') }
    const facts = { source: 'github-pulls', window, today: day('2026-10-19'), atOnce: 2 }
    await store.db.transaction((tx) => storeSignals(tx, given, facts))
    expect(await told()).toEqual(['all prs_merged 6 21', 'Eng prs_merged 6 21'])
  })

  test('a week that a tool misses is told when that is made up for, not as a week without use', async () => {
    const before = await told()
    const week = EVERYONE.map((who) => did(who, 1, day('2026-11-02')))
    // The key of the tool has expired on the first of November.
    await pull(store, week, '2026-11-16')
    expect(await told()).toEqual(before)
    await pullDays(store, ['2026-11-02', '2026-11-15'], [])
    await pull(store, week, '2026-11-16')
    expect((await told()).slice(before.length)).toEqual([
      'all prs_merged 6 6',
      'Eng prs_merged 6 6',
    ])
  })
})
