import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

import postgres from 'postgres'
import type { TestProject } from 'vitest/node'

import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres.ts'

import { notRun } from './not-run.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The template database of the server tests may use; undefined where there is none. */
    readonly postgres: { readonly url: string; readonly template: string } | undefined
    /** Of this run alone, and gone after it. */
    readonly folder: string
  }
}

/**
 * Vitest's global setup: a folder for the run, one server, and in it one migrated database to copy
 * from.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'ai-usage-tests-'))
  project.provide('folder', folder)
  const stop = await provideServer(project)
  return async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function provideServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer()
  if (!server) {
    notRun(
      'PostgreSQL server tests (no server binaries found; install postgresql-15 or set TEST_DATABASE_URL)',
    )
    project.provide('postgres', undefined)
    return () => Promise.resolve()
  }
  const template = `ai_usage_tests_${process.pid}_`
  await administer(server.url, (sql) => sql`create database ${sql(template)}`)
  {
    await using store = await openPostgres(withDatabase(server.url, template))
    await migrate(store)
  }
  project.provide('postgres', { url: server.url, template })
  return async () => {
    await administer(server.url, (sql) => dropAll(sql, template))
    server.stop()
  }
}

/** The template, and what was copied of it and is kept for the next test. */
async function dropAll(sql: postgres.Sql, template: string): Promise<void> {
  const made = await sql<{ name: string }[]>`select datname as name from pg_database
    where starts_with(datname, ${template})`
  for (const { name } of made) await sql`drop database ${sql(name)} with (force)`
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** One statement outside any test's database. */
export async function administer(
  url: string,
  run: (sql: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await run(sql)
  } finally {
    await sql.end()
  }
}

type Server = { readonly url: string; readonly stop: () => void }

export async function findServer(): Promise<Server | undefined> {
  const url = process.env['TEST_DATABASE_URL']
  if (url) return { url, stop: () => {} }
  const bin = binaries()
  return bin === undefined ? undefined : startServer(bin)
}

/** Where initdb and pg_ctl are: on the path, or where Debian and the macOS app put them. */
function binaries(): string | undefined {
  return [
    ...versions('/usr/lib/postgresql', 'bin'),
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions('/Applications/Postgres.app/Contents/Versions', 'bin'),
  ].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')))
}

/** The newest first. */
function versions(folder: string, rest: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => join(folder, version, rest))
}

async function startServer(bin: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ai-usage-postgres-'))
  const as = unprivileged()
  if (as) chownSync(folder, as.uid, as.gid)
  const run = (command: string, ...options: string[]) =>
    execFileSync(join(bin, command), options, { ...as, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const data = join(folder, 'data')
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8')
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    // It would write statistics at moments of its own: what a test finds must not depend on those.
    autovacuum: 'off',
  }
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  run('pg_ctl', '-D', data, '-w', '-o', flags.join(' '), '-l', join(folder, 'log'), 'start')
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const NOBODY = 65_534

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined
}

const idOf = (flag: string) =>
  Number(spawnSync('id', [flag, 'postgres']).stdout.toString().trim()) || NOBODY

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
