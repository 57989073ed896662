import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'

import { bytea, tenant } from './columns.ts'

/** What people are called, apart from all that is counted; empty unless the policy's mode is `named`. */
export const displayName = pgTable(
  'display_name',
  {
    tenantId: tenant(),
    accountId: integer('account_id').notNull(),
    /** AES-256-GCM under a key that the store does not hold: nonce, tag, text. */
    sealed: bytea('sealed').notNull(),
  },
  (t) => [primaryKey({ name: 'display_name_pk', columns: [t.tenantId, t.accountId] })],
)
