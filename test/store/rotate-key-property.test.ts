import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { UsageEvent } from '#ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'
import { directory, expected, known, members, stored } from './lines.ts'
import { anew, lineUnderBoth, memberUnderBoth, rotationOf, withBoth, withOld } from './two-keys.ts'

/** Lines as they are known once the accounts that were seen are under the new key. */
const under = (
  events: readonly UsageEvent[],
  seen: ReadonlySet<string>,
  assets: ReadonlySet<string | null>,
  again: ReadonlySet<UsageEvent>,
) =>
  events.map((event) => ({
    ...event,
    // Of messages of one instant it decides which is first, and so which has the session.
    digest: again.has(event) ? anew(event.digest) : event.digest,
    account: event.account && (seen.has(event.account) ? anew(event.account) : event.account),
    conversation: event.conversation && anew(event.conversation),
    run: event.run && anew(event.run),
    asset: event.asset && assets.has(event.asset) ? anew(event.asset) : event.asset,
  }))

const membersUnder = (seen: ReadonlySet<string>) => {
  const one = (hash: string) => (seen.has(hash) ? anew(hash) : hash)
  return members.map((member) => ({
    ...member,
    account: one(member.account),
    aliases: member.aliases.map(one),
  }))
}

/** Daily rows, those of accounts that nobody can tell being anybody's. */
const masked = (daily: readonly unknown[], told: ReadonlySet<string>) =>
  daily
    .map((row) =>
      String(row).replaceAll(/[0-9a-f]{64}/g, (hash) => (told.has(hash) ? hash : 'gone')),
    )
    .toSorted()

const distinctPeople = async (store: Store) => {
  const [found] = await rows<{ n: number }>(
    store.db,
    'people',
    sql`select count(distinct person_id)::int as n from usage_daily where person_id <> 0`,
  )
  return found?.n
}

/** Every hash of the old key there was, wherever it may still be. */
async function leftOf(store: Store, old: ReadonlySet<string>) {
  const tables = await rows<{ name: string }>(
    store.db,
    'tables',
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const texts = await rows<{ row: string }>(
      store.db,
      'every row',
      sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t`,
    )
    for (const { row } of texts)
      for (const hash of old)
        for (const part of [
          hash.slice(0, 32),
          BigInt.asIntN(64, BigInt(`0x${hash.slice(0, 16)}`)).toString(),
        ])
          if (row.includes(part)) found.push(`${name}: ${part}`)
  }
  return found
}

const hashesIn = (events: readonly UsageEvent[]) =>
  events.flatMap(({ account, conversation, asset, run, id, digest }) =>
    [account, conversation, asset, run, id, digest].filter((hash) => hash !== null),
  )

describe.each(stores())('in $kind', { timeout: 180_000 }, ({ open }) => {
  test('a change of key changes no number of whoever is seen again, and loses nothing of the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        known,
        fc.array(fc.constantFrom('before', 'both', 'after'), { minLength: 40, maxLength: 40 }),
        fc.boolean(),
        async (events, when, directoryAgain) => {
          await using store = await open()
          const before = events.filter((_, n) => when[n] !== 'after')
          const during = events.filter((_, n) => when[n] !== 'before')
          await directory(withOld(store), members)
          await importUsage(withOld(store), before)
          const change = rotationOf(withBoth(store))
          await change.begin()
          expect(await stored(store)).toEqual(expected(before))

          const seen = new Set(during.map(({ account }) => account).filter((it) => it !== null))
          if (directoryAgain) {
            await directory(withBoth(store), members.map(memberUnderBoth))
            for (const { account, aliases } of members)
              for (const hash of [account, ...aliases]) seen.add(hash)
          }
          for (const again of [during, during.toReversed()]) {
            await importUsage(withBoth(store), again.map(lineUnderBoth))
            await change.begin()
          }
          const told = membersUnder(seen)
          const assets = new Set(during.map(({ asset }) => asset))
          const known = under(events, seen, assets, new Set(during))
          const now = await stored(store)
          expect(now).toEqual(expected(known, told))

          const people = await distinctPeople(store)
          await change.finish({ dryRun: true })
          expect(await stored(store)).toEqual(now)
          await change.finish({ dryRun: false })
          expect(await change.finish({ dryRun: false })).toBeUndefined()
          const presents = new Set([...seen].map(anew))
          const after = await stored(store)
          expect(masked(after.daily, presents)).toEqual(masked(now.daily, presents))
          expect(await distinctPeople(store)).toBe(people)
          expect(await leftOf(store, new Set(hashesIn(events)))).toEqual([])

          await importUsage(withBoth(store), during.map(lineUnderBoth)).catch(() => {})
          expect(masked((await stored(store)).daily, presents)).toEqual(masked(now.daily, presents))
        },
      ),
      { numRuns: 4, endOnFailure: true },
    )
  })
})
