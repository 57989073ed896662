import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { IN_ITS_LOG } from '#core/alert/message.ts'
import { day } from '#core/time/day.ts'
import { governance } from '#store/governance.ts'
import { putDelivery } from '#store/outbox.ts'
import { privacy } from '#store/privacy.ts'
import { rows } from '#store/rows.ts'
import { READERS } from '#store/siem-feeds.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { entry, pullLog } from './collects.ts'
import { rotationOf, withBoth, withOld } from './two-keys.ts'

const micros = (at: string) => BigInt(Date.parse(at)) * 1000n
const pulled = (store: Store, cursor: string, ...entries: readonly ReturnType<typeof entry>[]) =>
  pullLog(store, [{ cursor, governance: entries }])

const sorted = <Row>(all: readonly Row[]) =>
  all.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))

/** The vendors' ids and when they published them: as found, and as forwarded. */
async function told(store: Store) {
  const period = { from: day('2026-01-01'), to: day('2026-12-31') }
  const asked = { period, previous: period, zone: 'UTC', by: 'type' } as const
  const { latest } = await governance(store.db).search(asked, 99)
  const sent = await READERS.events.next(store.db, { position: 0, mark: 0, from: null }, 99)
  const found = sorted(latest.map(({ reference, published }) => [reference, published]))
  const forwarded = sent.map((one) =>
    one.kind === 'event' ? [one.reference, one.publishedAt] : [],
  )
  expect(sorted(forwarded)).toEqual(found)
  return found
}

const send = (store: Store, key: string, reference: string) =>
  putDelivery(store.db, {
    key,
    kind: 'alert',
    target: { platform: 'slack', workspace: '', kind: 'channel', id: 'C1' },
    message: {
      title: 'Alert 1',
      summary: 'Warning.',
      parts: [{ kind: 'note', text: `${IN_ITS_LOG}\`${reference}\`.` }],
    },
    owner: undefined,
    critical: false,
    notBefore: 0,
  })
const kept = async (store: Store) =>
  (
    await rows<{ key: string }>(
      store.db,
      'messages',
      sql`select key from delivery where message is not null order by key`,
    )
  ).map(({ key }) => key)

describe.each(stores())('in $kind', { timeout: 60_000 }, ({ open }) => {
  test('an entry is found by the vendor’s id, and was published when it first was', async () => {
    await using store = await open()
    // Two hashes, as a process with both keys has them, look like this id.
    const long = 'ab'.repeat(64)
    await pulled(store, '1', entry('one', { reference: long }), entry('two'))
    expect(await told(store)).toEqual([
      [null, null],
      [long, null],
    ])
    const at = (time: string) => entry('one', { reference: 'r-1', publishedMicros: micros(time) })
    await pulled(store, '2', at('2026-11-02T11:00:00Z'))
    await pulled(store, '3', at('2026-11-02T12:00:00Z'))
    await pulled(store, '4', entry('one', { reference: 'r-1' }))
    expect(await told(store)).toEqual([
      [null, null],
      ['r-1', Date.parse('2026-11-02T11:00:00Z')],
    ])
  })

  test('nothing leads to what who is forgotten did, or what was done to them', async () => {
    await using store = await open()
    const by = (name: string, to: string | null) =>
      entry(`by ${name} to ${to}`, {
        actor: pseudonym(name),
        target: to === null ? null : pseudonym(to),
        reference: `${name}-${to}`,
      })
    const all = [by('ann', null), by('bob', 'ann'), by('bob', null)]
    await pulled(store, '1', ...all)
    for (const told of ['ann-null', 'bob-ann', 'bob-null', 'gone']) await send(store, told, told)
    await privacy(store.db, pseudonym).forget('ann', { dryRun: false })
    const left = [
      [null, null],
      [null, null],
      ['bob-null', null],
    ]
    expect(await told(store)).toEqual(left)
    // Of one that is known no longer nobody can tell whose it was.
    expect(await kept(store)).toEqual(['bob-null'])
    await pulled(store, '2', ...all)
    expect(await told(store)).toEqual(left)
  })

  test('nothing leads to what nobody can tell after a change of key', async () => {
    await using store = await open()
    await pulled(withOld(store), '1', entry('one', { reference: 'r-1' }))
    const change = rotationOf(withBoth(store))
    await change.begin()
    expect(await told(store)).toEqual([['r-1', null]])
    await change.finish({ dryRun: false })
    expect(await told(store)).toEqual([[null, null]])
  })
})
