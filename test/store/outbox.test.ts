import { afterAll, beforeAll, expect, test } from 'vitest'

import type { NewDelivery } from '#deliveries.ts'
import { outbox, putDelivery, putTurn } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { subscriptionBook } from '#store/subscriptions.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { hand, NOW, row, TARGET, turns, WEEKLY } from './weekly-subscription.ts'

const OWNER = { ...TARGET, kind: 'person', id: 'U1' } as const
const SAID = { title: 'Spend', summary: 'Spend rose.', parts: [] }

const one = (key: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
  key,
  kind: 'digest',
  target: TARGET,
  message: SAID,
  owner: OWNER,
  critical: false,
  notBefore: NOW,
  ...more,
})

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** An empty outbox. */
async function book() {
  await store.db.execute('truncate delivery, subscription, subscription_target')
  return outbox(store.db)
}

test('the same key is one delivery, whoever writes it and whatever became of it', async () => {
  const box = await book()
  expect(await box.put(one('a'))).toBe(true)
  expect(await box.put(one('a'))).toBe(false)
  const [held] = await box.claim(10, hand('p1'))
  if (!held) throw new Error('nothing was claimed')
  expect(held).toMatchObject({ key: 'a', target: TARGET, owner: OWNER, message: SAID, attempt: 1 })
  await box.close(held, { state: 'dead', why: 'is_archived' }, hand('p1'))
  expect(await box.put(one('a'))).toBe(false)
  expect(await box.claim(10, hand('p2', 999_999))).toEqual([])
})

test('what is put off is sent then, and what is taken back never', async () => {
  const box = await book()
  await box.put(one('a'))
  await box.put(one('b'))
  await box.putOff('a', NOW + 60_000)
  await box.withdraw('b')
  expect(await box.claim(10, hand('p1'))).toEqual([])
  expect(await box.claim(10, hand('p1', 60_000))).toMatchObject([{ key: 'a' }])
  // Whoever sends it has it.
  await box.putOff('a', NOW + 999_999)
  await box.withdraw('a')
  expect(await box.claim(10, hand('p2', 60_000 + 130_000))).toMatchObject([{ key: 'a' }])
})

test('what is found and that it is told are stored together, or neither', async () => {
  const box = await book()
  await expect(
    store.db.transaction(async (tx) => {
      await putDelivery(tx, one('a'))
      throw new Error('the finding was refused')
    }),
  ).rejects.toThrow('refused')
  expect(await box.claim(10, hand('p1'))).toEqual([])
})

test('the oldest go first, none before its time, and nobody takes what another holds', async () => {
  const box = await book()
  await box.put(one('later', { notBefore: NOW - 1 }))
  await box.put(one('first', { notBefore: NOW - 2 }))
  await box.put(one('not yet', { notBefore: NOW + 1 }))
  const keys = async (by: string, most: number) =>
    (await box.claim(most, hand(by))).map(({ key }) => key)
  expect(await keys('p1', 1)).toEqual(['first'])
  expect(await keys('p2', 10)).toEqual(['later'])
  expect(await keys('p3', 10)).toEqual([])
})

test('who was too slow has lost it, and may neither post nor write', async () => {
  const box = await book()
  await box.put(one('a'))
  const [slow] = await box.claim(1, hand('p1'))
  const [quick] = await box.claim(1, hand('p2', 121_000))
  if (!slow || !quick) throw new Error('nothing was claimed')
  expect(await box.begin(slow, hand('p1', 121_000))).toBe(false)
  expect(await box.compose(slow, { message: SAID }, hand('p1', 121_000))).toBe(false)
  expect(await box.begin(quick, hand('p2', 121_000))).toBe(true)
  expect(await box.close(slow, { state: 'sent', ref: 'C1 1' }, hand('p1', 121_000))).toBe(false)
  expect(await box.close(quick, { state: 'sent', ref: 'C1 2' }, hand('p2', 121_000))).toBe(true)
})

test('what was being sent when its process died comes back as such, once its hold is over', async () => {
  const box = await book()
  await box.put(one('a'))
  const [held] = await box.claim(1, hand('p1'))
  if (!held) throw new Error('nothing was claimed')
  await box.begin(held, hand('p1'))
  expect(await box.claim(1, hand('p2', 60_000))).toEqual([])
  expect(await box.claim(1, hand('p2', 121_000))).toMatchObject([{ state: 'sending', attempt: 2 }])
})

test('what follows from a delivery is written with it, or not at all', async () => {
  const box = await book()
  await box.put(one('a'))
  const [held] = await box.claim(1, hand('p1'))
  if (!held) throw new Error('nothing was claimed')
  const next = [one('a:details', { thread: 'C1 1' })]
  expect(await box.close(held, { state: 'sent', ref: 'C1 1', next }, hand('another'))).toBe(false)
  expect(await box.claim(1, hand('p1'))).toEqual([])
  expect(await box.close(held, { state: 'sent', ref: 'C1 1', next }, hand('p1'))).toBe(true)
  expect(await box.claim(1, hand('p1'))).toMatchObject([{ key: 'a:details', thread: 'C1 1' }])
})

test('what nobody knows of is counted, sent again by hand once, and then known', async () => {
  const box = await book()
  await box.put(one('a'))
  const [held] = await box.claim(1, hand('p1'))
  if (!held) throw new Error('nothing was claimed')
  await box.close(held, { state: 'unknown' }, hand('p1'))
  expect(await box.health(NOW)).toMatchObject({ unknown: 1, sent: 0, overdue: [] })
  expect(await box.find(held.id)).toEqual({ key: 'a', owner: OWNER })
  expect(await box.resend(held.id, NOW, row())).toBe(true)
  expect(await box.resend(held.id, NOW, row())).toBe(false)
  expect(await box.claim(1, hand('p1'))).toMatchObject([{ repeat: true, attempt: 2 }])
})

test('a turn is planned once for each place, by whichever process comes first', async () => {
  const box = await book()
  const subscriptions = subscriptionBook(store.db)
  const id = await subscriptions.add(WEEKLY, row)
  expect(await subscriptions.find(id)).toEqual({ ...WEEKLY, id, state: 'active', why: undefined })
  expect(await subscriptions.plan(NOW - 1, turns(NOW))).toBe(0)
  expect(await subscriptions.plan(NOW, turns(NOW + 7 * 86_400_000))).toBe(2)
  expect(await subscriptions.plan(NOW, turns(NOW))).toBe(0)
  // The hour was moved: what was planned for this week is not planned again.
  await subscriptions.set(id, { state: 'active', nextAt: NOW + 3_600_000 }, row())
  expect(await subscriptions.plan(NOW + 3_600_000, turns(NOW))).toBe(0)
  const held = await box.claim(10, hand('p1'))
  expect(held.map(({ turn, owner, message }) => ({ turn, owner, message }))).toEqual(
    [1, 2].map((no) => ({
      turn: { subscription: id, no, slot: NOW, missed: 0 },
      owner: OWNER,
      message: undefined,
    })),
  )
})

test('one place that is gone stops alone; with the last of them the subscription', async () => {
  await book()
  const subscriptions = subscriptionBook(store.db)
  const id = await subscriptions.add(WEEKLY, row)
  await subscriptions.stopTarget(id, 1, 'is_archived')
  expect(await subscriptions.find(id)).toMatchObject({
    state: 'active',
    targets: [{ stopped: 'is_archived' }, {}],
  })
  await subscriptions.stopTarget(id, 2, 'not_in_channel')
  expect(await subscriptions.find(id)).toMatchObject({
    state: 'stopped',
    why: 'not_in_channel',
    nextAt: undefined,
  })
  await subscriptions.set(id, { state: 'active', nextAt: NOW }, row())
  const resumed = await subscriptions.find(id)
  expect(resumed?.targets.map(({ stopped }) => stopped)).toEqual([undefined, undefined])
  expect(await subscriptions.list({ platform: 'slack', workspace: 'T1', owner: 'U2' })).toEqual([])
  expect(await subscriptions.remove(id, row())).toBe(true)
  expect(await subscriptions.list()).toEqual([])
})

test('a digest that is not out an hour after its time is overdue, and so is one nobody has planned', async () => {
  const box = await book()
  const subscriptions = subscriptionBook(store.db)
  await subscriptions.add(WEEKLY, row)
  const later = NOW + 3_600_001
  expect(await box.health(later - 2)).toMatchObject({ overdue: [] })
  expect(await box.health(later)).toMatchObject({ overdue: [{ slot: NOW }] })
  await subscriptions.plan(NOW, turns(NOW + 7 * 86_400_000))
  expect((await box.health(later)).overdue).toHaveLength(2)
})

test('a subscription is changed together with its row of the trail, or not at all', async () => {
  await book()
  const subscriptions = subscriptionBook(store.db)
  const refused = { ...row(), detail: { text: '\u0000' } }
  await expect(subscriptions.add(WEEKLY, () => refused)).rejects.toThrow('audit row')
  expect(await subscriptions.list()).toEqual([])
  const id = await subscriptions.add(WEEKLY, row)
  const found = await subscriptions.find(id)
  await expect(
    subscriptions.set(id, { state: 'paused', nextAt: undefined }, refused),
  ).rejects.toThrow('audit row')
  await expect(subscriptions.remove(id, refused)).rejects.toThrow('audit row')
  expect(await subscriptions.find(id)).toEqual(found)
})

test('of a place it is known what it was told last, and how often nothing stood out since', async () => {
  const box = await book()
  const subscriptions = subscriptionBook(store.db)
  const week = 7 * 86_400_000
  const id = await subscriptions.add({ ...WEEKLY, notable: true }, row)
  const turnAt = (weeks: number) => ({
    turn: { subscription: id, no: 1, slot: NOW + weeks * week, missed: 0 },
  })
  const ends = async (weeks: number, outcome: 'quiet' | 'sent', key = 'digest') => {
    const { turn } = turnAt(weeks)
    const it = { key: `${key}:${weeks}`, turn, target: TARGET, owner: OWNER }
    await putTurn(store.db, it)
    const by = hand('p1', weeks * week)
    const [held] = await box.claim(1, by)
    if (!held) throw new Error('nothing was claimed')
    if (outcome === 'quiet') return box.close(held, { state: outcome, why: 'not notable' }, by)
    await box.compose(held, { message: SAID, told: ['seats|x'] }, by)
    return box.close(held, { state: outcome, ref: 'C1 1' }, by)
  }
  const before = async (weeks: number) => subscriptions.before(turnAt(weeks).turn)
  expect(await before(1)).toEqual({ first: true, told: [], quiet: 0 })
  await ends(1, 'sent', 'test')
  expect(await before(2)).toEqual({ first: true, told: [], quiet: 0 })
  await ends(2, 'sent')
  await ends(3, 'quiet')
  await ends(4, 'quiet')
  expect(await before(5)).toEqual({ first: false, told: ['seats|x'], quiet: 2 })
  const { slot } = turnAt(4).turn
  expect(await subscriptions.find(id)).toMatchObject({ notable: true, quiet: { slot, turns: 2 } })
  await ends(5, 'sent')
  expect((await subscriptions.find(id))?.quiet).toBeUndefined()
})
