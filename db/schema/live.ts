import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** Events received and not stored in their place yet: hashed and without content, one write a row. */
export const liveInbox = pgTable('live_inbox', {
  inboxId: bigint('inbox_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: tenant(),
  at: instant('at').notNull().default(now),
  /** How many events `lines` holds, one JSON object a line. */
  events: integer('events').notNull(),
  lines: text('lines').notNull(),
})
