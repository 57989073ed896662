import { createHash } from 'node:crypto'

import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { hashesOf, underBoth } from '#core/privacy/two-keys.ts'
import type { UsageEvent } from '#ingest.ts'
import { privacy } from '#store/privacy.ts'
import { resolveUser } from '#store/resolve-user.ts'
import { keyRotation } from '#store/rotate-key.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym, usageEvent } from '#test/support/events.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { importUsage } from './imports.ts'

const NAMES = ['ann', 'bob', 'cara'] as const
type Name = (typeof NAMES)[number]

type Step =
  | { readonly kind: 'rotate' | 'finish' }
  | { readonly kind: 'sync'; readonly who: readonly Name[] }
  | { readonly kind: 'forget'; readonly who: Name }

const tombstone = (hash: string) =>
  createHash('sha256').update(Buffer.from(hash, 'hex')).digest('hex')

const anyone = fc.constantFrom(...NAMES)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'rotate' }, { kind: 'finish' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('sync'),
      who: fc.uniqueArray(anyone, { minLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget'), who: anyone }) },
)

/** What is to be believed of somebody: known and since when under the present key, or forgotten likewise. */
type Known = { readonly is: 'person' | 'forgotten'; readonly seen: boolean }

/** A company that changes its key again and again, and what has to be true of it. */
function books(store: Store) {
  /** Which key is the present one; while it is changed, that before it holds too. */
  let key = 0
  let changing = false
  let lines = 0
  /** Whom nobody can tell any more. */
  let ghosts = 0
  const known = new Map<Name, Known>()
  const old = new Set<string>()

  const under = (hash: string, at: number) => pseudonym(`key ${at} ${hash}`)
  const hashed = (hash: string) =>
    changing ? underBoth(under(hash, key), under(hash, key - 1)) : under(hash, key)
  const typed = (name: string) => hashed(pseudonym(name))
  const keys = () => ({
    present: pseudonym(`check ${key}`),
    ...(changing && { previous: pseudonym(`check ${key - 1}`) }),
  })
  const line = (event: UsageEvent): UsageEvent => ({
    ...event,
    account: event.account && hashed(event.account),
    id: event.id && hashed(event.id),
    digest: hashed(event.digest),
  })
  const see = (name: Name, is: Known['is']) => known.set(name, { is, seen: true })

  async function rotate(): Promise<void> {
    if (changing) return
    key += 1
    changing = true
    for (const [name, one] of known) known.set(name, { ...one, seen: false })
    await keyRotation(store.db, keys()).begin()
  }

  async function finish(): Promise<void> {
    if (!changing) return
    const people = [...known.values()].filter(({ is }) => is === 'person')
    const tombs = [...known.values()].filter(({ is }) => is === 'forgotten')
    const seen = (of: readonly Known[]) => of.filter((one) => one.seen).length
    expect(await keyRotation(store.db, keys()).finish({ dryRun: false })).toMatchObject({
      // Who was lost in a change before is no one that could be seen.
      people: { seen: seen(people), of: people.length + ghosts },
      forgotten: { seen: seen(tombs), of: tombs.length },
    })
    for (const [name, one] of known) {
      if (one.seen) continue
      known.delete(name)
      if (one.is === 'person') ghosts += 1
    }
    for (const name of NAMES) old.add(under(pseudonym(name), key - 1))
    changing = false
  }

  async function sync(who: readonly Name[]): Promise<void> {
    const day = new Date(Date.UTC(2026, 0, 1 + lines)).toISOString()
    const events = who.map((account) => usageEvent({ account, id: `${account} ${day}`, at: day }))
    lines += events.length
    await importUsage({ ...store, keys: keys() }, events.map(line))
    for (const name of who) see(name, known.get(name)?.is ?? 'person')
  }

  async function forget(name: Name): Promise<void> {
    const before = known.get(name)
    const gone = privacy(store.db, typed).forget(name, { dryRun: false })
    if (before === undefined) return expect(gone).rejects.toThrow('nobody')
    expect(await gone).toMatchObject({ already: before.is === 'forgotten' })
    if (before.is === 'person') see(name, 'forgotten')
  }

  /** What is there, and what has to be. */
  async function look() {
    const [sums] = await rows<{ messages: number; people: number }>(
      store.db,
      'sums',
      sql`select coalesce(sum(messages), 0)::int as messages,
        count(distinct person_id) filter (where person_id <> 0 and person_id not in (
          select person_id from person where erased_at is not null))::int as people
        from usage_daily`,
    )
    const found: string[] = []
    for (const name of NAMES)
      if ('ids' in (await resolveUser(store.db, name, typed))) found.push(name)
    const held = await rows<{ hash: string }>(
      store.db,
      'hashes',
      sql`select encode(pseudonym, 'hex') as hash from account
        union all select encode(tombstone, 'hex') from forgotten`,
    )
    const hashes = new Set(held.map(({ hash }) => hash))
    const people = NAMES.filter((name) => known.get(name)?.is === 'person')
    const accounts = people.map(
      (name) => hashesOf(typed(name)).filter((hash) => hashes.has(hash)).length,
    )
    const left = [...old].filter((hash) => hashes.has(hash) || hashes.has(tombstone(hash)))
    return {
      is: { ...sums, found, accounts, left },
      ought: {
        messages: lines,
        people: people.length + ghosts,
        found: people,
        // Nobody is two.
        accounts: people.map(() => 1),
        left: [],
      },
    }
  }

  return {
    look,
    take: (one: Step): Promise<void> => {
      switch (one.kind) {
        case 'rotate':
          return rotate()
        case 'finish':
          return finish()
        case 'sync':
          return sync(one.who)
        case 'forget':
          return forget(one.who)
      }
    },
  }
}

test('however often the key is changed, whoever is seen is one person, and who is not is counted and told by nobody', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
      await using store = await openMemoryStore()
      const { take, look } = books(store)
      // However it goes on, the key is changed more than once, and not everyone is seen.
      const all: readonly Step[] = [
        { kind: 'sync', who: NAMES.slice(0, 2) },
        { kind: 'rotate' },
        { kind: 'sync', who: ['ann'] },
        { kind: 'finish' },
        ...steps,
        { kind: 'rotate' },
        { kind: 'finish' },
      ]
      for (const one of all) {
        await take(one)
        const { is, ought } = await look()
        expect(is).toEqual(ought)
      }
    }),
    { numRuns: 2 },
  )
})
