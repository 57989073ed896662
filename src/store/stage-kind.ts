import type { SQL } from 'drizzle-orm'

/**
 * Columns every staged row has. Accounts and names are numbered within the stage: 0 is none.
 * `previous_id` is the id under the key before, while the key is being changed.
 */
export const STAGED = `seq int, day date, account int, tool smallint, source smallint,
  model smallint, feature smallint, event_id bytea, previous_id bytea, digest bit(64)`

/** How one kind of row is staged and stored. */
export type StageKind<Row> = {
  readonly table: 'usage_event' | 'usage_report'
  readonly replaced: 'usage_event_replaced' | 'usage_report_replaced'
  /** What tells stored rows of one tenant apart. */
  readonly key: readonly string[]
  /** Every column but `replaced_by`, in any order. */
  readonly columns: readonly string[]
  /** The staged columns after the common ones, as in CREATE TABLE. */
  readonly payload: string
  readonly usesIds: boolean
  /** The row's fields after the common ones, in COPY's text format. */
  write(row: Row): readonly Field[]
  /** Of rows that are the same line, the one that stays comes first. */
  readonly best: SQL
  /** The stored columns with what fills them, beside the common ones; `s` is the staged row. */
  readonly fill: Readonly<Record<string, SQL>>
}

/** What both kinds of row have in common. */
export type Staged = {
  readonly day: string
  readonly account: string | null
  readonly tool: string
  readonly source: string
  readonly model: string | null
  readonly feature: string | null
  readonly id: string | null
  readonly digest: string
}

export type Field = number | bigint | string
export const NULL = String.raw`\N`
export const field = (value: Field | null): Field => value ?? NULL
export const flag = (value: boolean): string => (value ? 't' : 'f')
/** Hex as a bytea, cut to its first `bytes`. */
export const hex = (value: string | null, bytes = 32): string =>
  value === null ? NULL : `\\\\x${value.length > bytes * 2 ? value.slice(0, bytes * 2) : value}`
/** The first eight bytes of a hash as bits, which SQL casts to a bigint. */
export const bits = (value: string): string => `x${value.slice(0, 16)}`
