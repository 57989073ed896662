import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { readOnce } from '#store/read-once.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

test('what many ask at one moment is read once, and what one could not read is read again', async () => {
  const once = readOnce(store.db)
  const drawn = (note: string) => {
    const query = sql`select gen_random_uuid()::text as id, ${note}::text as note`
    return rows<{ readonly id: string }>(once, 'draw', query)
  }
  const [first, same, other] = await Promise.all([drawn('a'), drawn('a'), drawn('b')])
  expect(same).toEqual(first)
  expect(await drawn('a')).toEqual(first)
  expect(other).not.toEqual(first)
  const late = () => rows(once, 'read late', sql`select count(*)::int as n from made_later`)
  await expect(late()).rejects.toThrow('read late')
  await store.db.execute('create table made_later ()')
  expect(await late()).toEqual([{ n: 0 }])
  await store.db.execute('drop table made_later')
})
