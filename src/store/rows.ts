import type { SQL } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

/**
 * Runs a query; the only caller of `execute`, whose result is an array on postgres.js and `{ rows }`
 * on PGlite. Cast numbers in SQL (`::text`, `::int`): the drivers parse the rest differently.
 * @throws StoreError: Drizzle's own message holds the parameters, so only the query's name and the
 * server's code leave the store
 */
export async function rows<Row>(db: Pick<Db, 'execute'>, name: string, query: SQL): Promise<Row[]> {
  try {
    const result = (await db.execute(query)) as readonly Row[] | { readonly rows: readonly Row[] }
    return [...('rows' in result ? result.rows : result)]
  } catch (error) {
    throw new StoreError(name, codeOf(error))
  }
}

/** A query failed. Carries no parameter and no value. */
export class StoreError extends Error {
  readonly query: string
  readonly code: string

  constructor(query: string, code: string) {
    super(`The store could not run '${query}' (${code})`)
    this.name = 'StoreError'
    this.query = query
    this.code = code
  }
}

/** The server's SQLSTATE or the driver's error code, from wherever in the chain it is. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  }
  return 'unknown'
}
