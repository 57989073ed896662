import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

import { PGlite } from '@electric-sql/pglite'

import { embeddedStore } from './embedded-store.ts'
import { runMigrations } from './migrate.ts'

/** Makes the database that every new store is copied from; nothing in it is of any one store. */
export async function makeTemplate(file: string): Promise<void> {
  const pg = await PGlite.create()
  await using store = embeddedStore(pg, () => pg.close())
  await runMigrations(store.db)
  const made = await pg.dumpDataDir('none')
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, made.stream())
  await rename(draft, file)
}
