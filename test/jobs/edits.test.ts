import { afterAll, beforeAll, expect, test } from 'vitest'

import { editOf } from '#core/delivery/delivery.ts'
import { AskedToWait, UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { desk, digest, HOUR, mortal, MONDAY, OWNER, SAID } from './delivery-desk.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const changed = (summary: string) => ({ ...SAID, summary })
const edit = (key: string, summary: string) =>
  digest(key, { message: changed(summary), edits: 'a', owner: undefined, kind: 'alert' })
const words = (d: { readonly said: readonly { readonly message: Message }[] }) =>
  d.said.map(({ message }) => message.summary)

test('a message in another’s place changes it, again where no answer came, and the last word stands', async () => {
  const d = await desk(store)
  await d.book.put(digest('a'))
  await d.tick()
  await d.book.put(edit('b', 'Taken.'))
  await d.book.put(edit('c', 'Over.'))
  d.moods.push('deaf')
  await d.tick()
  expect(words(d)).toEqual(['Spend rose.'])
  await d.after(60_000)
  expect(words(d)).toEqual(['Over.'])
  expect(await d.states()).toEqual({ a: 'sent', b: 'quiet', c: 'sent' })
  expect(d.told).toEqual([])
})

test('it waits for one that is not posted yet, and is posted where that never was', async () => {
  const d = await desk(store)
  await d.book.put(digest('a', { notBefore: MONDAY + HOUR }))
  await d.book.put(edit('b', 'Taken.'))
  await d.tick()
  expect(words(d)).toEqual([])
  await d.after(HOUR)
  await d.after(60_000)
  expect(words(d)).toEqual(['Taken.'])
  await d.book.put(digest('lost', { edits: 'nothing', message: changed('Alone.') }))
  await d.tick()
  expect(words(d)).toEqual(['Taken.', 'Alone.'])
})

test('a message that was no delivery is changed by its name, again after a crash', async () => {
  const d = await desk(store)
  d.said.push({ target: digest('').target, message: changed('Ada') })
  await d.book.put(digest('over', { ...edit('over', 'Gone.'), edits: editOf('C1 1') }))
  d.moods.push('deaf')
  await d.tick()
  expect(words(d)).toEqual(['Ada'])
  await d.after(60_000)
  expect(words(d)).toEqual(['Gone.'])
  expect(await d.states()).toEqual({ over: 'sent' })
})

test('it is not posted twice where there was none to change and its process died', async () => {
  const d = await desk(store)
  await d.book.put(digest('lost', { edits: 'nothing', message: changed('Alone.') }))
  const doomed = mortal(d, 'doomed')
  // Planned, claimed, looked for what to change, begun, posted; dead before it can write so.
  doomed.life.steps = 5
  await Promise.race([doomed.tick(), new Promise((resolve) => setTimeout(resolve, 40))])
  doomed.life.dead = true
  expect(words(d)).toEqual(['Alone.'])
  await d.after(121_000)
  await d.after(HOUR)
  expect(await d.states()).toMatchObject({ lost: 'unknown' })
  expect(d.in('C1')).toHaveLength(1)
  expect(d.in('U1')).toEqual([expect.stringContaining('may or may not')])
})

test('an alert is not posted where it can’t be seen who reads it: it waits, or the admins hear', async () => {
  const d = await desk(store)
  const alert = { kind: 'alert', owner: undefined, critical: true } as const
  d.unseen.set('C1', new Error('the connection was reset'))
  await d.book.put(digest('a', alert))
  await d.tick()
  expect([d.in('C1'), d.told, await d.states()]).toEqual([[], [], { a: 'due' }])
  d.unseen.clear()
  await d.after(60_000)
  expect(d.in('C1')).toHaveLength(1)
  d.unseen.set('C1', new UserError('Slack does not say what channel that is', 'Choose another.'))
  await d.book.put(digest('b', alert))
  await d.tick()
  expect([d.in('C1').length, d.told]).toEqual([1, ['“Spend” could not be sent to `C1`']])
})

test('an alert that a chat asked to wait with waits for as long as it said', async () => {
  const d = await desk(store)
  d.unseen.set('C1', new AskedToWait('Slack asked to wait', 20_000))
  await d.book.put(digest('a', { kind: 'alert', owner: undefined, critical: true }))
  await d.tick()
  d.unseen.clear()
  await d.after(19_999)
  expect(d.in('C1')).toEqual([])
  await d.after(1)
  expect(d.in('C1')).toHaveLength(1)
})

test('admins read whose messages an alert could not be sent to, not that they are theirs', async () => {
  const d = await desk(store)
  d.closed.set('U1', 'user_disabled')
  await d.book.put(digest('a', { kind: 'alert', target: OWNER, owner: undefined }))
  await d.book.put(digest('b', { target: OWNER }))
  await d.tick()
  expect(d.told).toEqual(Array(2).fill('“Spend” could not be sent to the messages of `U1`'))
})
