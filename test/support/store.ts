import { randomUUID } from 'node:crypto'
import { existsSync, openAsBlob } from 'node:fs'
import { link, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { inject } from 'vitest'

import { datesAsText } from '#store/dates-as-text.ts'
import { embeddedStore } from '#store/embedded-store.ts'
import { makeTemplate } from '#store/make-template.ts'
import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'

import { emptied, type Shape, shapeOf } from './emptied.ts'
import { administer, withDatabase } from './postgres.ts'

/** Starting a PGlite takes longer than emptying one: each is used again. */
const idle: PGlite[] = []

/** Making a database takes seconds, copying one does not: the run's first maker keeps it for the others. */
export async function keptTemplate(): Promise<string> {
  const kept = join(inject('folder'), 'template.tar')
  if (existsSync(kept)) return kept
  const mine = `${kept}.${randomUUID()}`
  await makeTemplate(mine)
  // Whoever was first may have others reading it: it is never put in another's place.
  await link(mine, kept).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(mine)
  return kept
}

async function startPGlite(): Promise<PGlite> {
  const pg = await PGlite.create({ loadDataDir: await openAsBlob(await keptTemplate()) })
  await migrate(embeddedStore(pg, () => Promise.resolve()))
  return pg
}

/** Of a store of each kind that nothing was done to yet. */
const fresh = new Map<Store['kind'], Shape>()

async function rememberFresh(store: Store): Promise<Store> {
  if (!fresh.has(store.kind)) fresh.set(store.kind, await shapeOf(store.db))
  return store
}

/** A migrated, empty store in memory: the test's own until it is disposed. */
export async function openMemoryStore(): Promise<Store> {
  const pg = idle.pop() ?? (await startPGlite())
  const store = embeddedStore(datesAsText(pg), async () => {
    await pg.exec('discard all')
    if (!(await emptied(store, fresh.get(store.kind)))) {
      await pg.exec('drop schema public, drizzle cascade; create schema public')
      await migrate(store)
    }
    idle.push(pg)
  })
  return rememberFresh(store)
}

/** Databases of the server that are empty again. */
const empty: Database[] = []

/** A migrated, empty database on the server of this run: the test's own until it is disposed. */
async function openServerStore(): Promise<Store> {
  const database = empty.pop() ?? (await newDatabase(server().template))
  const store = await openPostgres(database.url)
  return rememberFresh({
    ...store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      if (await emptiedAlone(database)) empty.push(database)
      else await database.drop()
    },
  })
}

/** With nobody else connected, who might still hold what is to be emptied. */
async function emptiedAlone({ url }: Database): Promise<boolean> {
  await using store = await openPostgres(url)
  await rows(
    store.db,
    'end other connections',
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  )
  return await emptied(store, fresh.get(store.kind))
}

function server() {
  const found = inject('postgres')
  if (!found) throw new Error('There is no PostgreSQL server in this run')
  return found
}

export type Database = { readonly url: string; readonly drop: () => Promise<void> }

/** A new database on the server of this run, gone after it; without a template it is empty. */
export async function newDatabase(template = 'template1'): Promise<Database> {
  const { url, template: run } = server()
  const name = `${run}${randomUUID().replaceAll('-', '')}`
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
