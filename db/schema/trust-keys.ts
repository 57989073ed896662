import { date, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'

import { instant, now, smallId, tenant } from './columns.ts'

/**
 * The keys that pseudonyms are made with: one, or two while the key is being changed, the older
 * first. What tells a key is a keyed hash of a fixed word.
 */
export const pseudonymKey = pgTable(
  'pseudonym_key',
  {
    tenantId: tenant(),
    version: smallint('version').notNull(),
    keyCheck: text('key_check').notNull(),
    /** Imports up to this one were hashed with the key before. */
    sinceBatch: integer('since_batch').notNull().default(0),
    at: instant('at').notNull().default(now),
  },
  (t) => [primaryKey({ name: 'pseudonym_key_pk', columns: [t.tenantId, t.version] })],
)

/**
 * Days of a source with lines whose ids can't be told any more, since the key they were hashed with is
 * gone: the same lines would be counted again, so only the whole of such a day is taken.
 */
export const sealedDay = pgTable(
  'sealed_day',
  { tenantId: tenant(), sourceId: smallId('source_id'), day: date('day').notNull() },
  (t) => [primaryKey({ name: 'sealed_day_pk', columns: [t.tenantId, t.sourceId, t.day] })],
)
