import type { Db } from '#db/db.ts'

import type { Keys } from './pseudonym-key.ts'

/** One connection of one's own: its temporary tables last until it is disposed. */
export type Connection = AsyncDisposable & {
  readonly db: Db
  /** Nothing else may be asked of the connection until the copy has ended. */
  copy(table: string): Copy
}

/** Whole lines in COPY's text format: tab-separated columns, `\N` for null, a line feed after each. */
export type Copy = {
  /** Resolves when there is room for more. */
  write(lines: string): Promise<void>
  /** Rejects if a line was refused. */
  end(): Promise<void>
}

/** Where usage is kept: a PostgreSQL server, or PGlite in a worker thread. */
export type Store = AsyncDisposable & {
  readonly db: Db
  readonly kind: 'postgres' | 'embedded'
  /** What comes in must be hashed with these; any will do where they are left out. */
  readonly keys?: Keys
  connect(): Promise<Connection>
}
