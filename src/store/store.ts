import type { Db } from '#db/db.ts'

/** One connection of one's own: its temporary tables last until it is disposed. */
export type Connection = AsyncDisposable & {
  readonly db: Db
  /** COPY in text format: tab-separated columns, `\N` for null, a line feed after each row. */
  copy(table: string, lines: string): Promise<void>
}

/** Where usage is kept: a PostgreSQL server, or PGlite in a worker thread. */
export type Store = AsyncDisposable & {
  readonly db: Db
  readonly kind: 'postgres' | 'embedded'
  connect(): Promise<Connection>
}
