import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import { migrate, outdatedIn } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { rows } from '#store/rows.ts'
import type { Connection } from '#store/store.ts'
import { hasServer, newDatabase, stores } from '#test/support/store.ts'

const workshop = mkdtempSync(join(tmpdir(), 'ai-usage-open-'))
const ready = join(workshop, 'ready')
let folder: string
let dataDir: string

beforeAll(async () => {
  await using store = await openStore({ dataDir: ready })
  await migrate(store)
})
beforeEach(() => {
  folder = mkdtempSync(join(workshop, 'test-'))
  dataDir = join(folder, 'data')
  cpSync(ready, dataDir, { recursive: true })
  chmodSync(dataDir, 0o700)
})
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

const holder = fileURLToPath(new URL('./hold-store.ts', import.meta.url))

async function copyInto(connection: Connection, lines: string): Promise<void> {
  const copy = connection.copy('heap')
  await copy.write(lines)
  await copy.end()
}

async function holdElsewhere(dataDir: string) {
  const child = spawn(process.execPath, [holder, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

describe('the embedded store', () => {
  test('keeps what was written, in a folder that only its owner can read', async () => {
    {
      await using store = await openStore({ dataDir })
      await rows(store.db, 'add', sql`insert into tool (id, name) values (1, 'chatgpt')`)
    }
    expect(statSync(ready).mode & 0o777).toBe(0o700)
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false)
    await using again = await openStore({ dataDir })
    expect(await rows(again.db, 'read', sql`select name from tool`)).toEqual([{ name: 'chatgpt' }])
  })

  test('refuses a folder that others can read, and says how to close it', async () => {
    chmodSync(folder, 0o755)
    await expect(openStore({ dataDir: folder })).rejects.toMatchObject({
      message: expect.stringContaining('mode 755'),
      fix: `Run: chmod 700 '${folder}'`,
    })
  })

  test('answers other work while a long query runs', async () => {
    await using store = await openStore({ dataDir })
    const slow = rows(
      store.db,
      'slow',
      sql`select count(*)::int as n from generate_series(1, 3000000) a where a % 7 = 1`,
    )
    let ticks = 0
    const ticking = setInterval(() => (ticks += 1), 5)
    await slow
    clearInterval(ticking)
    expect(ticks).toBeGreaterThan(5)
  })

  test('keeps all of a transaction or nothing, and copies rows in', async () => {
    await using store = await openStore({ dataDir })
    const failing = store.db.transaction(async (tx) => {
      await rows(tx, 'add', sql`insert into tool (id, name) values (1, 'lost')`)
      await rows(tx, 'fail', sql`select 1 / 0`)
    })
    await expect(failing).rejects.toMatchObject({ query: 'fail', code: '22012' })
    await using connection = await store.connect()
    await rows(connection.db, 'stage', sql`create temp table heap (id int, name text)`)
    await copyInto(connection, '2\tcursor\n3\t\\N\n')
    await store.db.transaction((tx) =>
      rows(tx, 'add', sql`insert into tool (id, name) select id, coalesce(name, 'none') from heap`),
    )
    expect(await rows(store.db, 'read', sql`select id::int, name from tool order by id`)).toEqual([
      { id: 2, name: 'cursor' },
      { id: 3, name: 'none' },
    ])
  })

  test('is held by one process: a second is refused by name, until the first is gone', async () => {
    const first = await holdElsewhere(dataDir)
    await expect(openStore({ dataDir })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`process ${first.pid}`),
      fix: expect.stringContaining('AI_USAGE_DATA'),
    })
    await first.kill()
    await using store = await openStore({ dataDir })
    expect(await rows(store.db, 'read', sql`select name from tool`)).toEqual([{ name: 'kept' }])
    await expect(openStore({ dataDir })).rejects.toThrow(`process ${process.pid}`)
  })

  test('takes over from a process whose number now belongs to another', async () => {
    writeFileSync(
      join(dataDir, 'postgres.lock'),
      JSON.stringify({ pid: process.ppid, host: hostname(), started: 'long ago' }),
    )
    await using store = await openStore({ dataDir })
    expect(store.kind).toBe('embedded')
  })
})

describe.each(stores())('$kind', ({ open }) => {
  test('a failed query names itself and its code, and no value', async () => {
    await using store = await open()
    const failing = rows(store.db, 'read a secret', sql`select ${'ann@example.com'}::int`)
    await expect(failing).rejects.toMatchObject({ query: 'read a secret', code: '22P02' })
    const error: unknown = await failing.catch((caught: unknown) => caught)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('ann@')
  })

  test('a row that does not fit is a fault at once, and the connection goes on', async () => {
    await using store = await open()
    await using connection = await store.connect()
    await rows(connection.db, 'stage', sql`create temp table heap (id int)`)
    await expect(copyInto(connection, '1\nann@example.com\n')).rejects.toMatchObject({
      query: 'copy heap',
      message: expect.not.stringContaining('ann@'),
    })
    await copyInto(connection, '2\n')
    expect(await rows(connection.db, 'read', sql`select id::int from heap`)).toEqual([{ id: 2 }])
    await rows(connection.db, 'drop', sql`drop table heap`)
  })

  test('migrating again changes nothing', async () => {
    await using store = await open()
    await migrate(store)
    expect(await rows(store.db, 'count', sql`select count(*)::int as n from tenant`)).toEqual([
      { n: 1 },
    ])
  })
})

test('a database that cannot be reached is named without its password', async () => {
  const error: unknown = await openStore({
    databaseUrl: 'postgres://ai:hunter2@127.0.0.1:1/usage',
  }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(UserError)
  expect(String(error)).toContain('127.0.0.1:1/usage cannot be reached (ECONNREFUSED)')
  expect(String(error)).not.toContain('hunter2')
})

test('a store that a newer version brought up to date is left to it', async () => {
  await using store = await openStore({ dataDir })
  await migrate(store)
  const isOutdated = outdatedIn(store.db)
  expect(await isOutdated()).toBe(false)
  const later = sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('', 9e12)`
  await rows(store.db, 'migrate further', later)
  expect(await isOutdated()).toBe(true)
  await expect(migrate(store)).rejects.toThrow(
    new UserError(
      'The store was brought up to date by a newer version of AI Usage',
      'Start that version here too. This one does not know its tables.',
    ),
  )
})

describe.runIf(hasServer())('a PostgreSQL server', () => {
  test('queries are run, not compiled first', async () => {
    const { url, drop } = await newDatabase()
    {
      await using store = await openStore({ databaseUrl: url })
      await using connection = await store.connect()
      for (const { db } of [store, connection]) {
        expect(await rows(db, 'read', sql`show jit`)).toEqual([{ jit: 'off' }])
      }
    }
    await drop()
  })

  test('three replicas that start at once all find the schema ready', async () => {
    const { url, drop } = await newDatabase()
    const replica = async () => {
      await using store = await openStore({ databaseUrl: url })
      await migrate(store)
      return await rows(store.db, 'read', sql`select count(*)::int as n from usage_event`)
    }
    const empty = [{ n: 0 }]
    expect(await Promise.all([replica(), replica(), replica()])).toEqual([empty, empty, empty])
    await drop()
  })
})
