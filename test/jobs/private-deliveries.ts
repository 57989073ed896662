import { expect, test } from 'vitest'

import { deliverer } from '#jobs/deliver.ts'
import type { Store } from '#store/store.ts'

import { desk, digest, OWNER } from './delivery-desk.ts'

/** What is told to one person, and to nobody else. */
export function privateDeliveries(store: () => Store): void {
  test('what is private goes to who may still hear it, and what becomes of it is told to nobody', async () => {
    const d = await desk(store())
    const put = (key: string) =>
      d.book.put(digest(key, { kind: 'private', target: OWNER, owner: undefined, critical: true }))
    const { tick } = deliverer({ ...d, mayHear: async ({ key }) => key !== 'lost' })
    await put('told')
    await put('lost')
    await tick()
    expect(await d.states()).toEqual({ told: 'sent', lost: 'quiet' })
    expect(d.in('U1')).toHaveLength(1)
    d.closed.set('U1', 'user_disabled')
    await put('shut')
    await tick()
    // Where nobody can say who may hear it, nobody does.
    await put('unasked')
    await d.tick()
    expect(await d.states()).toMatchObject({ shut: 'dead', unasked: 'quiet' })
    expect(d.told).toEqual([])
  })
}
