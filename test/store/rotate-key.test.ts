import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import { ingest } from '#store/ingest.ts'
import { liveInbox } from '#store/live-inbox.ts'
import { privacy } from '#store/privacy.ts'
import { resolveUser } from '#store/resolve-user.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { pullNow } from './collects.ts'
import { importUsage } from './imports.ts'
import { directory } from './lines.ts'
import { budgetAliases, budgetsLeft, reachedBudget } from './person-budgets.ts'
import {
  anew,
  lineUnderBoth,
  MEMBERS,
  memberUnderBoth,
  rotationOf,
  sum,
  typed,
  withBoth,
  withNew,
  withOld,
} from './two-keys.ts'

const NAMES = ['ann', 'bob', 'cara'] as const
const LINES = NAMES.map((account, n) =>
  usageEvent({ account, id: `line ${n}`, at: `2026-11-1${n}T09:00:00Z` }),
)
async function before(store: Store) {
  await directory(withOld(store), MEMBERS)
  await importUsage(withOld(store), LINES)
}

describe.each(stores())('in $kind', { timeout: 60_000 }, ({ open }) => {
  test('a change of key says who was seen, and who was not is nobody in particular', async () => {
    await using store = await open()
    await before(store)
    const change = rotationOf(withBoth(store))
    const budgets: number[] = []
    for (const name of NAMES) budgets.push(await reachedBudget(store, pseudonym(name)))
    expect(await change.status()).toBeUndefined()
    expect(await change.begin()).toMatchObject({
      people: { seen: 0, of: 4 },
      lines: 3,
      days: 3,
    })
    await directory(withBoth(store), MEMBERS.slice(0, 2).map(memberUnderBoth))
    expect(await change.begin()).toMatchObject({ people: { seen: 2, of: 4 } })
    expect(await change.status()).toMatchObject({ people: { seen: 2, of: 4 } })
    const [managed] = await rows<{ manager: string }>(
      store.db,
      'manager',
      sql`select manager from membership where manager is not null`,
    )
    expect(managed).toEqual({ manager: anew(pseudonym('bob')) })
    expect(await change.finish({ dryRun: true })).toMatchObject({ lines: 3, days: 3 })
    expect(await change.finish({ dryRun: false })).toMatchObject({ people: { seen: 2, of: 4 } })
    expect(await change.status()).toBeUndefined()
    // Whoever was told of the third by the alias of before would know the new one by it.
    const [first, second] = budgets
    expect(await budgetsLeft(store)).toEqual(
      [first, second].flatMap((id) => [`budget ${id}`, `reached ${id}`]).toSorted(),
    )
    const known = await Promise.all(
      ['bob', 'ann'].map((name) => resolveUser(store.db, name, typed)),
    )
    expect(await budgetAliases(store)).toEqual(
      known.flatMap((one) => ('labels' in one ? one.labels : [])),
    )
    expect(await sum(store)).toEqual({ messages: 3, people: 3, accounts: 4 })
    const found = await Promise.all(NAMES.map((name) => resolveUser(store.db, name, typed)))
    expect(found.map((it) => 'ids' in it)).toEqual([true, true, false])
    // The same lines again would be three more; the whole of their days is not.
    const again = LINES.map(lineUnderBoth)
    await expect(importUsage(withNew(store), again)).rejects.toThrow('would be counted again')
    await importUsage(withNew(store), again, { replace: true })
    expect(await sum(store)).toMatchObject({ messages: 3 })
  })

  test('a process with another key than the store’s adds nothing', async () => {
    await using store = await open()
    await before(store)
    const change = rotationOf(withBoth(store))
    const more = [usageEvent({ account: 'ann', id: 'more', at: '2026-11-14T09:00:00Z' })]
    await expect(importUsage(withNew(store), more)).rejects.toThrow('is not the key')
    await expect(importUsage(withBoth(store), more)).rejects.toThrow('was not begun')
    await expect(rotationOf(withOld(store)).begin()).rejects.toThrow('needs two')
    await liveInbox(store.db, withOld(store).keys).append(more)
    await expect(change.begin()).rejects.toThrow('wait to be stored')
    await rows(store.db, 'drain', sql`delete from live_inbox`)
    await change.begin()
    for (const other of [withOld(store), withNew(store)]) {
      await expect(importUsage(other, more)).rejects.toThrow('has not both keys')
      await expect(directory(other, MEMBERS)).rejects.toThrow(UserError)
      await expect(
        ingest(other).seats(
          [],
          { kind: 'seats', files: [], by: 'operator', at: 0, bucketZone: 'UTC' },
          { dryRun: true },
        ),
      ).rejects.toThrow(UserError)
      await expect(liveInbox(store.db, other.keys).append(more)).rejects.toThrow(UserError)
      await expect(pullNow(other, [{ people: MEMBERS }])).rejects.toThrow(UserError)
    }
    await change.finish({ dryRun: false })
    await expect(importUsage(withOld(store), more)).rejects.toThrow('is not the key')
    await expect(change.begin()).rejects.toThrow('is the key of this store already')
    // Who still has both goes on as who has the new one alone.
    await importUsage(withBoth(store), more.map(lineUnderBoth))
    expect(await sum(store)).toMatchObject({ messages: 4 })
  })

  test('who is forgotten stays so when they are seen under the new key', async () => {
    await using store = await open()
    await before(store)
    const rights = (name: (typeof NAMES)[number]) =>
      privacy(store.db, typed).forget(name, { dryRun: false })
    await privacy(store.db, pseudonym).forget('ann', { dryRun: false })
    await privacy(store.db, pseudonym).forget('cara', { dryRun: false })
    const change = rotationOf(withBoth(store))
    await change.begin()
    expect(await rights('ann')).toMatchObject({ already: true })
    expect(await rights('bob')).toMatchObject({ already: false, accounts: 1 })
    await importUsage(withBoth(store), [lineUnderBoth(LINES[0] ?? usageEvent({ at: '' }))])
    expect(await change.status()).toMatchObject({ forgotten: { seen: 2, of: 4 } })
    await change.finish({ dryRun: false })
    await directory(withBoth(store), MEMBERS.map(memberUnderBoth))
    expect(await sum(store)).toMatchObject({ messages: 3, people: 0 })
    expect(await privacy(store.db, typed).remember('bob')).toBe(true)
    expect(await privacy(store.db, typed).remember('cara')).toBe(false)
  })

  test('a conversation that goes on while the key changes is one session, also afterwards', async () => {
    await using store = await open()
    const at = (minute: number) =>
      usageEvent({
        account: 'ann',
        conversation: 'c1',
        id: `at ${minute}`,
        at: new Date(Date.parse('2026-11-10T23:45:00Z') + minute * 60_000).toISOString(),
      })
    const sessions = () =>
      rows(store.db, 'sessions', sql`select day::text, messages::int as messages from session`)
    await importUsage(withOld(store), [at(0), at(10)])
    await rotationOf(withBoth(store)).begin()
    await importUsage(withBoth(store), [lineUnderBoth(at(20))])
    expect(await sessions()).toEqual([{ day: '2026-11-10', messages: 3 }])
    await rotationOf(withBoth(store)).finish({ dryRun: false })
    const { account, conversation, id, ...rest } = lineUnderBoth(at(30))
    const present = {
      account: presentOf(account ?? ''),
      conversation: presentOf(conversation ?? ''),
    }
    await importUsage(withNew(store), [{ ...rest, ...present, id: presentOf(id ?? '') }])
    expect(await sessions()).toEqual([{ day: '2026-11-10', messages: 4 }])
  })

  test('who is typed by name is found while both keys hold', async () => {
    await using store = await open()
    await before(store)
    await rotationOf(withBoth(store)).begin()
    expect(await resolveUser(store.db, 'ann', typed)).toMatchObject({ ids: [expect.any(Number)] })
    expect((await privacy(store.db, typed).export('ann')).tables['usage_event']).toHaveLength(1)
  })
})
