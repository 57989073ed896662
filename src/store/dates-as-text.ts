import { type PGlite, types } from '@electric-sql/pglite'

import type { Queryable } from './embedded-store.ts'

const text = (value: string) => value

/** Moments and days, and what holds several of them. */
const AS_TEXT = [
  types.TIMESTAMP,
  types.TIMESTAMPTZ,
  types.INTERVAL,
  types.DATE,
  1231,
  1115,
  1185,
  1187,
  1182,
]

/**
 * Dates stay text from now on, as Drizzle asks for with each query. PGlite copies its parsers, one for
 * each type and table, for each query that brings some of its own: half of what a small query takes.
 */
export function keepDatesAsText(pg: PGlite): void {
  Object.assign(pg.parsers, Object.fromEntries(AS_TEXT.map((oid) => [oid, text])))
}

type Query = PGlite['query']

const withoutParsers =
  (query: Query): Query =>
  (sql, params, { rowMode, blob } = {}) =>
    query(sql, params, { ...(rowMode && { rowMode }), ...(blob && { blob }) })

/** A PGlite of this thread, for Drizzle. */
export function datesAsText(pg: PGlite): Queryable {
  keepDatesAsText(pg)
  return {
    query: withoutParsers(pg.query.bind(pg)),
    transaction: (work) =>
      pg.transaction((tx) => work({ ...tx, query: withoutParsers(tx.query.bind(tx)) })),
  }
}
