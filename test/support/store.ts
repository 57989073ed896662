import { randomUUID } from 'node:crypto'
import { existsSync, openAsBlob } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { PGlite } from '@electric-sql/pglite'
import { inject } from 'vitest'

import { embeddedStore } from '#store/embedded-store.ts'
import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres.ts'
import type { Store } from '#store/store.ts'

import { administer, withDatabase } from './postgres.ts'

/** Starting a PGlite takes longer than emptying one: each is used again. */
const idle: PGlite[] = []

/** Making a database takes seconds, copying one does not: the run's first maker keeps it for the others. */
async function startPGlite(): Promise<PGlite> {
  const kept = join(inject('folder'), 'migrated.tar')
  if (existsSync(kept)) return PGlite.create({ loadDataDir: await openAsBlob(kept) })
  const pg = await PGlite.create()
  await migrate(embeddedStore(pg, () => Promise.resolve()))
  const making = `${kept}.${randomUUID()}`
  await writeFile(making, (await pg.dumpDataDir('none')).stream())
  await rename(making, kept)
  return pg
}

/** A migrated, empty store in memory: the test's own until it is disposed. */
export async function openMemoryStore(): Promise<Store> {
  const pg = idle.pop() ?? (await startPGlite())
  const store = embeddedStore(pg, async () => {
    await pg.exec('discard all')
    await pg.exec('drop schema public, drizzle cascade; create schema public')
    idle.push(pg)
  })
  await migrate(store)
  return store
}

/** A migrated, empty database on the server of this run. */
async function openServerStore(): Promise<Store> {
  const { url, drop } = await newDatabase(server().template)
  const store = await openPostgres(url)
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await drop()
    },
  }
}

function server() {
  const found = inject('postgres')
  if (!found) throw new Error('There is no PostgreSQL server in this run')
  return found
}

/** The address of a new database on the server of this run; without a template it is empty. */
export async function newDatabase(
  template = 'template1',
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const { url } = server()
  const name = `ai_usage_test_${randomUUID().replaceAll('-', '')}`
  await administer(url, (sql) => sql`create database ${sql(name)} template ${sql(template)}`)
  return {
    url: withDatabase(url, name),
    drop: () => administer(url, (sql) => sql`drop database ${sql(name)} with (force)`),
  }
}

/** True where a PostgreSQL server was found; without one the end of the run says what was not run. */
export const hasServer = (): boolean => inject('postgres') !== undefined

/** For `describe.each`: every kind of store that this run has. */
export const stores = (): { readonly kind: string; readonly open: () => Promise<Store> }[] => [
  { kind: 'the embedded store', open: openMemoryStore },
  ...(hasServer() ? [{ kind: 'a PostgreSQL server', open: openServerStore }] : []),
]
