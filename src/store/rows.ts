import { DrizzleQueryError, type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

/**
 * Runs a query; the only caller of `execute`, whose result is an array on postgres.js and `{ rows }`
 * on PGlite. Cast numbers in SQL (`::text`, `::int`): the drivers parse the rest differently.
 * @throws StoreError: Drizzle's own message holds the parameters, so only the query's name and the
 * server's code leave the store
 */
export async function rows<Row>(db: Pick<Db, 'execute'>, name: string, query: SQL): Promise<Row[]> {
  return named(name, async () => {
    const result = (await db.execute(query)) as readonly Row[] | { readonly rows: readonly Row[] }
    return [...('rows' in result ? result.rows : result)]
  })
}

/**
 * As `rows`, in one piece of JSON, for where there are many: the embedded store takes longer to hand
 * over a value than to add it up. A number that JSON can't hold exactly arrives as an unsafe integer.
 */
export async function packed<Row>(db: Db, name: string, query: SQL): Promise<Row[]> {
  const [found] = await rows<{ readonly packed: string }>(
    db,
    name,
    sql`select coalesce(json_agg(one), '[]')::text as packed from (${query}) one`,
  )
  return JSON.parse(found?.packed ?? '[]') as Row[]
}

/** The same boundary for what is not a raw query. Errors that are already ours pass as they are. */
export async function named<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const fromDriver = error instanceof DrizzleQueryError || codeOf(error) !== 'unknown'
    throw error instanceof StoreError || !fromDriver ? error : new StoreError(name, codeOf(error))
  }
}

/** A query failed. Carries no parameter and no value. */
class StoreError extends Error {
  readonly query: string
  readonly code: string
  /** The server could not be spoken to: trying again later can help. */
  readonly unreachable: boolean

  constructor(query: string, code: string) {
    const unreachable = UNREACHABLE.test(code)
    super(
      unreachable
        ? `The database cannot be reached (${code}, at '${query}')`
        : `The store could not run '${query}' (${code})`,
    )
    this.name = 'StoreError'
    this.query = query
    this.code = code
    this.unreachable = unreachable
  }
}

/** Driver codes for a lost or refused connection; SQLSTATE 08, 57P (shutdown) and 53300 (full). */
const UNREACHABLE =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENETUNREACH|CONNECT|08|57P|53300)/

/** The server's SQLSTATE or the driver's error code, from wherever in the chain it is. */
export function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code
    if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0])
  }
  return 'unknown'
}
