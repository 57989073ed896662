import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { knownUnits } from '#store/known-units.ts'
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
  WEEKS,
} from './reader-ask.ts'
import { found } from './reader-company.ts'

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const uses = WEEKS.map((day) => chat(day, 'p-ada'))

  test('a question asked again counts what has been covered meanwhile', async () => {
    const covered = covers('chatgpt', days(9, 18))
    const before = await ask(store, { ...COMPANY, covered, uses }, asking(THIS, LAST))
    expect(of(before, 'messages').now).toBe(30)
    expect(before.dataThrough).toBe('2026-11-18')
    await found(store, { ...COMPANY, uses })
    const after = await measureBoth(store, asking(THIS, LAST))
    expect(of(after, 'messages').now).toBe(50)
    expect(after.dataThrough).toBe('2026-11-20')
  })

  test('a department that was asked for whole is not whole once it has another team', async () => {
    const sales = asking(THIS, LAST, { scope: { ids: { team: [1, 2] }, labels: {} } })
    await found(store, { ...COMPANY, uses })
    await knownUnits(store.db)
    expect(of(await measureBoth(store, sales), 'active_people').now).toBe(1)
    await found(store, {
      ...COMPANY,
      units: [...(COMPANY.units ?? []), 'Sales/APAC'],
      uses: [...uses, ...WEEKS.map((day) => chat(day, 'p-bob', { unit: 'Sales/APAC' }))],
    })
    expect(of(await measureBoth(store, sales), 'active_people').now).toBe(1)
  })
})
