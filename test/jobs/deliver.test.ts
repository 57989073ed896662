import { afterAll, beforeAll, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import type { Composed, Silence } from '#deliveries.ts'
import { watchDeliveries } from '#jobs/watch-deliveries.ts'
import type { TellAdmins } from '#ports.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { desk, digest, HOUR, mortal, MONDAY, OWNER, row, SAID, WEEKLY } from './delivery-desk.ts'
import { privateDeliveries } from './private-deliveries.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

type Desk = Awaited<ReturnType<typeof desk>>

test('what is in the outbox is sent once, with its details in the thread', async () => {
  const d = await desk(store)
  const details = [{ kind: 'note', text: 'Data through Sunday.' }] as const
  await d.book.put(digest('a', { message: { ...SAID, details } }))
  await d.tick()
  await d.after(HOUR)
  expect(d.said.map(({ message, thread }) => [message.summary, thread])).toEqual([
    ['Spend rose.', undefined],
    ['In detail:', 'C1 1'],
  ])
})

test('what a platform refuses for now is tried again, later each time, and given up after eight tries', async () => {
  const d = await desk(store)
  await d.book.put(digest('a'))
  d.moods.push({ refuses: 'rate_limited', again: 20_000 })
  await d.tick()
  await d.after(19_999)
  expect(d.said).toEqual([])
  await d.after(1)
  expect(d.said).toHaveLength(1)

  await d.book.put(digest('b'))
  d.moods.push(...Array.from({ length: 8 }, () => ({ refuses: 'internal', again: 0 })))
  for (let tries = 0; tries < 8; tries += 1) await d.after(HOUR)
  expect(await d.states()).toMatchObject({ b: 'dead' })
  expect(d.in('U1')).toEqual([expect.stringContaining('could not be sent')])
})

test('what is refused for good stops the subscription, and its owner is told once', async () => {
  const d = await desk(store)
  const id = await d.subscriptions.add(WEEKLY, row)
  d.closed.set('C1', 'is_archived')
  await d.tick()
  await d.after(8 * 24 * HOUR)
  expect(await d.subscriptions.find(id)).toMatchObject({ state: 'stopped', why: 'is_archived' })
  expect(d.in('U1')).toHaveLength(1)
  expect(d.in('U1')[0]).toMatch(/could not be sent to #eng[\s\S]*the channel is archived/)
})

test('where the owner can not be told either, the admins are', async () => {
  const d = await desk(store)
  d.closed.set('C1', 'is_archived')
  d.closed.set('U1', 'user_disabled')
  await d.book.put(digest('a'))
  await d.tick()
  expect(d.told).toEqual(['“Spend” could not be sent to `C1`'])
})

test.each([
  ['takes nothing any more', (d: Desk) => d.closed.set('C1', 'is_archived')],
  ['people of other companies were let into', (d: Desk) => d.open.add('C1')],
])('an alert whose channel %s reaches the admins, though nobody owns it', async (_, happens) => {
  const d = await desk(store)
  happens(d)
  await d.book.put(digest('a', { kind: 'alert', owner: undefined }))
  await d.tick()
  expect([d.in('C1'), d.told]).toEqual([[], ['“Spend” could not be sent to `C1`']])
})

test('an alert does not wait behind the digests that were due before it', async () => {
  const d = await desk(store)
  for (const key of ['a', 'b', 'c']) await d.book.put(digest(key))
  await d.book.put(digest('z', { kind: 'alert', notBefore: MONDAY + 1 }))
  const hand = { by: 'one', now: MONDAY + 1, platforms: ['slack'] } as const
  const [first] = await d.book.claim(1, hand)
  expect(first?.key).toBe('z')
})

test('a digest of which nobody knows whether it arrived is not sent again but by its owner', async () => {
  const d = await desk(store)
  await d.book.put(digest('a'))
  d.moods.push('deaf')
  await d.tick()
  await d.after(HOUR)
  expect(await d.states()).toMatchObject({ a: 'unknown' })
  expect(d.in('C1')).toEqual([])
  const [asked] = d.said
  expect(asked?.target).toEqual(OWNER)
  const [button] =
    asked?.message.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : [])) ?? []
  expect(button).toMatchObject({ label: 'Not there? Send' })
  const id = Number(/\d+$/.exec(button?.act.kind === 'ask' ? button.act.command : '')?.[0])
  await d.book.resend(id, d.time.now, row())
  await d.tick()
  expect(d.in('C1')).toEqual([expect.stringContaining('Possible repeat')])
})

test('a critical alert of which nobody knows is sent again, marked as a possible repeat', async () => {
  const d = await desk(store)
  await d.book.put(digest('alert:x:firing:1', { kind: 'alert', critical: true }))
  d.moods.push('silent')
  await d.tick()
  await d.after(HOUR)
  const [first, second, ...more] = d.in('C1')
  expect(first).not.toContain('Possible repeat')
  expect(second).toContain('Possible repeat')
  expect(more).toEqual([])
  expect(d.told).toEqual([])
})

privateDeliveries(() => store)

test('nothing is sent while all is locked, and everything after it', async () => {
  const d = await desk(store)
  await d.book.put(digest('a'))
  d.held.lock = { reason: 'a test', by: 'operator', at: MONDAY }
  await d.tick()
  expect(d.said).toEqual([])
  d.held.lock = undefined
  await d.tick()
  expect(d.said).toHaveLength(1)
})

test('a lock that falls right before the post holds it back', async () => {
  const d = await desk(store, async () => {
    d.held.lock = { reason: 'a test', by: 'operator', at: MONDAY }
    return { message: SAID }
  })
  await d.subscriptions.add(WEEKLY, row)
  await d.tick()
  expect(d.said).toEqual([])
  d.held.lock = undefined
  await d.after(1_000)
  expect(d.said).toHaveLength(1)
})

test('a turn is composed when it is sent, and nothing is sent when there is nothing to say', async () => {
  const said: (Composed | Silence)[] = ['nothing to say']
  const d = await desk(store, async () => said.shift() ?? { message: SAID })
  await d.subscriptions.add(WEEKLY, row)
  await d.tick()
  expect(d.said).toEqual([])
  await d.after(7 * 24 * HOUR)
  expect(d.in('C1')).toHaveLength(1)
})

test('who may not ask any more is sent nothing more, and told so once', async () => {
  const d = await desk(store, async () => {
    throw new UserError('You have no role any more', 'Ask the admins for one.')
  })
  const id = await d.subscriptions.add(WEEKLY, row)
  await d.tick()
  await d.after(30 * 24 * HOUR)
  expect(await d.subscriptions.find(id)).toMatchObject({ state: 'stopped' })
  expect(d.in('U1')).toHaveLength(1)
  expect(d.in('U1')[0]).toContain('You have no role any more. Ask the admins for one.')
  expect(d.in('C1')).toEqual([])
})

test('what could not be composed just now is composed later', async () => {
  let tries = 0
  const d = await desk(store, async () => {
    tries += 1
    if (tries === 1) throw new Error('the store is slow')
    return { message: SAID }
  })
  await d.subscriptions.add(WEEKLY, row)
  await d.tick()
  expect(d.said).toEqual([])
  await d.after(60_000)
  expect(d.in('C1')).toHaveLength(1)
})

test('digests that do not go out are told to the admins once for each time they were due', async () => {
  const d = await desk(store)
  await d.subscriptions.add(WEEKLY, row)
  const claimed = new Set<string>()
  let dies = false
  const tell: TellAdmins = async ({ summary }, first) => {
    if (!(await first?.('UADMIN'))) return 1
    if (dies) throw new Error('killed')
    d.told.push(summary)
    return d.told.length === 1 ? 0 : 1
  }
  const remembered = new Map<string, string>()
  const memory = {
    get: async (_: string, key: string) => remembered.get(key),
    set: async (_: string, key: string, value: string) => void remembered.set(key, value),
  }
  const claim = async (key: string) => claimed.size < claimed.add(key).size
  const watch = () =>
    watchDeliveries({
      ...d,
      outbox: d.book,
      tell,
      claims: { claim },
      memory,
      workspace: { zone: async () => 'Europe/Berlin', fixZone: async () => undefined },
    })
  d.time.now += HOUR
  await watch()
  expect(d.told).toEqual([])
  d.time.now += 1
  await watch()
  const said =
    '1 digest is due for more than an hour and not out, the first since Monday 23 Nov 2026, 09:00 (Europe/Berlin).'
  // Nobody was reached: it is told again. Who dies over it leaves it to the next, two minutes later.
  expect(d.told).toEqual([said])
  dies = true
  await watch()
  dies = false
  await watch()
  expect(d.told).toEqual([said])
  d.time.now += 2 * 60_000
  await watch()
  await watch()
  expect(d.told).toEqual([said, `Possible repeat: ${said}`])
  await d.tick()
  expect((await d.book.health(d.time.now)).overdue).toEqual([])
})

test('a time that can not be read stops only what is due then, and its owner is told once', async () => {
  const d = await desk(store)
  const broken = await d.subscriptions.add({ ...WEEKLY, cadence: 'fortnightly `x`' }, row)
  await d.subscriptions.add({ ...WEEKLY, nextAt: MONDAY + 1 }, row)
  await d.after(1)
  await d.after(1_000)
  expect(d.in('C1')).toHaveLength(1)
  await d.after(HOUR)
  await d.after(HOUR)
  expect(d.errors).toHaveLength(3)
  expect(d.in('U1')).toEqual([
    expect.stringContaining('When it is due can not be read: fortnightly x.'),
  ])
  expect(await d.subscriptions.find(broken)).toMatchObject({ state: 'active' })
})

test('killed after any number of steps, each digest is there once, or its owner is asked', async () => {
  const d = await desk(store)
  for (let steps = 1; steps <= 12; steps += 1) {
    await d.book.put(digest(`k${steps}`, { message: { ...SAID, summary: `k${steps}.` } }))
    const doomed = mortal(d, `doomed ${steps}`)
    doomed.life.steps = steps
    await Promise.race([doomed.tick(), new Promise((resolve) => setTimeout(resolve, 40))])
    doomed.life.dead = true
    d.time.now += 121_000
    await d.tick()
  }
  await d.after(HOUR)
  const states = await d.states()
  for (let steps = 1; steps <= 12; steps += 1) {
    const there = d.in('C1').filter((text) => text.includes(`k${steps}.`)).length
    expect(states[`k${steps}`] === 'sent' ? there : 1).toBe(1)
    expect(states[`k${steps}`]).toMatch(/^(sent|unknown)$/)
    expect(there).toBeLessThan(2)
  }
  const unknown = Object.values(states).filter((state) => state === 'unknown').length
  expect(unknown).toBeGreaterThan(0)
  expect(d.in('U1').filter((text) => text.includes('may or may not'))).toHaveLength(unknown)
})
