import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { embeddedStore } from '#store/embedded-store.ts'
import { madeStore } from '#store/made-store.ts'
import { migrate } from '#store/migrate.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { templateFile } from '#store/template-file.ts'
import { shapeOf } from '#test/support/emptied.ts'
import { keptTemplate, openMemoryStore } from '#test/support/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'ai-usage-made-'))
let template: string
beforeAll(async () => {
  template = await keptTemplate()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function opened(name: string): Promise<Store> {
  const pg = await madeStore(join(folder, name), template)
  const store = embeddedStore(pg, () => pg.close())
  await migrate(store)
  return store
}

test('a store copied from the template is one that was migrated, and holds what is put in it', async () => {
  {
    await using store = await opened('one')
    await using migrated = await openMemoryStore()
    expect((await shapeOf(store.db)).hash).toBe((await shapeOf(migrated.db)).hash)
    await rows(store.db, 'keep', sql`insert into chat_claim (tenant_id, key) values (1, 'kept')`)
  }
  await using again = await opened('one')
  const kept = await rows(again.db, 'what was kept', sql`select key from chat_claim`)
  expect(kept).toEqual([{ key: 'kept' }])
})

test('a making that was cut short begins again', async () => {
  const cut = join(folder, 'cut')
  {
    const opening = opened('cut')
    expect(existsSync(`${cut}.making`)).toBe(true)
    await using _ = await opening
    expect(existsSync(`${cut}.making`)).toBe(false)
  }
  rmSync(join(cut, 'global'), { recursive: true })
  writeFileSync(`${cut}.making`, '')
  await using store = await opened('cut')
  expect((await shapeOf(store.db)).relations).toContain('tenant')
})

test('another PGlite or another migration finds no template', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>
  }
  const migration = readdirSync('db/migrations')
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .at(-1)
  const of = `${dependencies['@electric-sql/pglite']}-${migration?.slice(0, -'.sql'.length)}`
  expect(templateFile()).toMatch(new RegExp(`/store-${of}\\.tar$`))
})
