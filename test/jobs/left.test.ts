import { afterAll, beforeAll, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { leftMessage } from '#core/delivery/left.ts'
import { UserError } from '#core/errors.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { desk, HOUR, row, WEEKLY } from './delivery-desk.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

test('whoever set it up has left: the admins are told once, and take it over with a press', async () => {
  const d = await desk(store, () =>
    Promise.reject(new UserError('The account is deactivated', 'Subscribe to it.', { left: true })),
  )
  const [target] = WEEKLY.targets
  const targets = [target, { ...target, no: 2, id: 'C2', name: '#web' }]
  const id = await d.subscriptions.add({ ...WEEKLY, targets }, row)
  await d.tick()
  await d.after(8 * 24 * HOUR)
  expect(d.said).toEqual([])
  expect(d.told).toEqual([`Subscription ${id} has stopped: whoever set it up has left`])
  expect(await d.subscriptions.find(id)).toMatchObject({
    state: 'stopped',
    why: 'The account is deactivated. Subscribe to it.',
  })
})

test('taken over it is the same question at the same time, for its channels', () => {
  const [target] = WEEKLY.targets
  const targets = [target, { ...target, no: 2, id: 'C2', name: '#web' }]
  const message = leftMessage({ ...WEEKLY, id: 7, notable: false, targets })
  const [take, remove] = message?.parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map(({ act }) => act) : [],
  ) ?? [undefined]
  const command = take?.kind === 'ask' ? take.command : ''
  expect(parse(command)).toMatchObject({
    kind: 'subscribe',
    what: 'team:eng 30d',
    cadence: 'weekly monday 09:00 Europe/Berlin',
    to: [{ place: 'C1' }, { place: 'C2' }],
  })
  expect(remove).toEqual({ kind: 'ask', command: 'subscriptions remove 7' })
  const own = { ...target, kind: 'person', id: 'U1', name: 'you' } as const
  expect(leftMessage({ ...WEEKLY, id: 7, notable: false, targets: [own] })).toBeUndefined()
})
