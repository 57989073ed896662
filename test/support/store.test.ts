import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { importUsage } from '#test/store/imports.ts'

import { shapeOf } from './emptied.ts'
import { usageEvent } from './events.ts'
import { stores } from './store.ts'

/** All that one test could leave to the next. */
async function left(store: Store) {
  const names = await rows<{ name: string }>(
    store.db,
    'tables',
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const found: unknown[] = []
  for (const { name } of names)
    for (const row of await rows(
      store.db,
      'every row',
      sql`select to_jsonb(t) - 'at' - 'created_at' as row from ${sql.identifier(name)} t`,
    ))
      found.push({ name, row })
  const counters = await rows(
    store.db,
    'counters and statistics',
    sql`select sequencename::text as name, last_value::text as at from pg_sequences
      where schemaname = 'public'
      union all select tablename, attname from pg_stats where schemaname = 'public' order by 1, 2`,
  )
  return { found, counters, shape: await shapeOf(store.db) }
}

describe.each(stores())('in $kind', ({ open }) => {
  test('a store that was used is to the next test as one that was not', async () => {
    const untouched = await open()
    const before = await left(untouched)
    await importUsage(untouched, [
      usageEvent({ at: '2026-10-31T09:00:00Z', account: 'ada', id: 'a', model: 'opus' }),
    ])
    await rows(untouched.db, 'measure', sql`analyze`)
    expect((await left(untouched)).counters).not.toEqual(before.counters)
    await untouched[Symbol.asyncDispose]()

    await using again = await open()
    expect(await left(again)).toEqual(before)
  })

  test('what a test did to the tables themselves, no other meets', async () => {
    const broken = await open()
    const before = await shapeOf(broken.db)
    await rows(broken.db, 'break', sql`alter table chat_claim drop column at`)
    await broken[Symbol.asyncDispose]()

    await using again = await open()
    expect((await shapeOf(again.db)).hash).toBe(before.hash)
  })
})
