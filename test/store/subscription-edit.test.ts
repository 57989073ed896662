import { afterAll, beforeAll, expect, test } from 'vitest'

import { outbox } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { subscriptionBook } from '#store/subscriptions.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { hand, NOW, row, turns, WEEKLY } from './weekly-subscription.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

test('what is due and being composed when a subscription is edited goes where it goes now, once', async () => {
  const box = outbox(store.db)
  const subscriptions = subscriptionBook(store.db)
  const id = await subscriptions.add(WEEKLY, row)
  await subscriptions.plan(NOW, turns(NOW))
  const [first] = await box.claim(1, hand('p1'))
  const [one, two] = WEEKLY.targets
  const edited = {
    ...WEEKLY,
    state: 'active' as const,
    cadence: 'weekly tuesday 09:00 UTC',
    notable: true,
    targets: [{ ...one, what: '7d', id: 'C9', name: '#new' }, two],
  }
  expect(await subscriptions.edit(id, edited, row())).toBe(true)
  expect(await subscriptions.find(id)).toMatchObject({
    cadence: edited.cadence,
    targets: edited.targets,
  })
  // Composed for where it went before, it is sent nowhere.
  const message = { title: 'x', summary: 'x', parts: [] }
  expect(await box.compose(first!, { message }, hand('p1'))).toBe(false)
  const held = await box.claim(10, hand('p2'))
  expect(held.map(({ target }) => target.id).toSorted()).toEqual(['C2', 'C9'])
  expect(await subscriptions.plan(NOW, turns(NOW))).toBe(0)
  expect(await subscriptions.edit(id + 99, edited, row())).toBe(false)
})
