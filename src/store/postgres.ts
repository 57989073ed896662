import type { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'

import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { codeOf, named } from './rows.ts'
import type { Connection, Copy, Store } from './store.ts'

const POOL = 10
const CONNECT_SECONDS = 10
const IDLE_SECONDS = 60

type Client = postgres.Sql

const client = (url: string, options: postgres.Options<Record<string, never>>): Client =>
  postgres(url, {
    connect_timeout: CONNECT_SECONDS,
    // Notices quote values.
    onnotice: () => {},
    // To compile a query takes longer than any of ours takes to run.
    connection: { application_name: 'ai-usage', TimeZone: 'UTC', jit: 'off' },
    ...options,
  })

const database = (sql: Client): Db => drizzle(sql)

/** @throws UserError when the server cannot be reached or refuses us; never names the password */
export async function openPostgres(url: string): Promise<Store> {
  const where = place(url)
  const pool = client(url, { max: POOL, idle_timeout: IDLE_SECONDS })
  try {
    await pool`select 1`
  } catch (error) {
    await pool.end({ timeout: 0 })
    throw refusal(where, codeOf(error))
  }
  return {
    db: database(pool),
    kind: 'postgres',
    connect: () => Promise.resolve(connection(url)),
    [Symbol.asyncDispose]: () => pool.end({ timeout: 5 }),
  }
}

function connection(url: string): Connection {
  // Temporary tables die with their connection, so it must never be recycled.
  const sql = client(url, { max: 1, idle_timeout: 0, max_lifetime: null })
  return {
    db: database(sql),
    copy: (table) => copyIn(sql, table),
    [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }),
  }
}

/**
 * One COPY for all that is written: each has its price. The driver forgets a COPY once its end is
 * sent: when the server refuses it after that, the stream neither finishes nor fails. Within a
 * transaction, the next query fails instead.
 */
function copyIn(sql: Client, table: string): Copy {
  const opened = Promise.withResolvers<Writable>()
  const ended = Promise.withResolvers<void>()
  const copied = named(`copy ${table}`, () =>
    sql.begin(async (tx) => {
      // A stage that a crash takes away is staged again.
      await tx`set local synchronous_commit = off`
      const stream = await tx`copy ${tx(table)} from stdin`.writable()
      // Whatever befalls the stream befalls the query behind it.
      stream.on('error', () => {})
      opened.resolve(stream)
      await ended.promise
      stream.end()
      await setImmediate()
      await tx`select 1`
    }),
  )
  const end = async () => {
    ended.resolve()
    await copied
  }
  copied.catch(opened.reject)
  opened.promise.catch(() => {})
  return {
    async write(lines) {
      const stream = await opened.promise
      if (stream.destroyed) return end()
      return new Promise((written) => {
        stream.write(lines, () => written())
      })
    },
    end,
  }
}

function place(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url)
    return `${hostname}:${port || '5432'}${pathname}`
  } catch {
    throw new UserError(
      'DATABASE_URL is not an address',
      'Write it as postgres://user:password@host:5432/database.',
    )
  }
}

const REFUSALS: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  '28P01': ['refused the password', 'Check the user and password in DATABASE_URL.'],
  '28000': ['refused the user', 'Check the user in DATABASE_URL, and pg_hba.conf.'],
  '3D000': ['has no such database', 'Create it with createdb, or correct DATABASE_URL.'],
  '08P01': [
    'refused our settings',
    'Behind PgBouncer, use session mode and set ignore_startup_parameters = jit.',
  ],
  '53300': ['has no free connection', 'Raise max_connections, or close other clients.'],
}

function refusal(where: string, code: string): UserError {
  const [what, fix] = REFUSALS[code] ?? [
    `cannot be reached (${code})`,
    'Start the database, or correct DATABASE_URL.',
  ]
  return new UserError(`The database at ${where} ${what}`, fix)
}
