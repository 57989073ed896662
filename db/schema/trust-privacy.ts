import { pgTable, primaryKey, smallint } from 'drizzle-orm/pg-core'

import { bytea, instant, now, tenant } from './columns.ts'

/**
 * The keyed hash of an identifier of someone forgotten, so that a later pull does not bring them back:
 * their use counts for nobody. Hashed once more, so that it leads back to no row of a copy.
 */
export const forgotten = pgTable(
  'forgotten',
  {
    tenantId: tenant(),
    /** As that of an account. */
    keyVersion: smallint('key_version').notNull().default(1),
    /** SHA-256 of the pseudonym. */
    tombstone: bytea('tombstone').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [primaryKey({ name: 'forgotten_pk', columns: [t.tenantId, t.keyVersion, t.tombstone] })],
)
