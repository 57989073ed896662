import { sql } from 'drizzle-orm'

import type { BatchFacts } from '#ingest.ts'

import type { Names } from './names.ts'
import type { StageKind } from './stage-kind.ts'
import type { Connection } from './store.ts'

/** Rows on their way in: a temporary table, and the names it numbers. */
export type Staging<Row> = {
  readonly kind: StageKind<Row>
  readonly connection: Connection
  readonly batch: BatchFacts
  readonly names: Names
  /** The temporary table; its companions are `<table>_account`, `_cell`, `_day` and so on. */
  readonly table: string
  readonly lines: number
}

export const COMPANIONS = ['account', 'cell', 'day', 'span', 'old', 'gone', 'same'] as const
/** A companion of the staging table, as SQL. */
export const part = (staging: { readonly table: string }, name?: (typeof COMPANIONS)[number]) =>
  sql.identifier(name === undefined ? staging.table : `${staging.table}_${name}`)
