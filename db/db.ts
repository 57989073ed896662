import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** Any Drizzle Postgres: a server in production, PGlite embedded. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, unknown>>
