import { bigint, date, pgTable, primaryKey } from 'drizzle-orm/pg-core'

import { instant, smallId, tenant } from './columns.ts'

/**
 * What a source's day came to as it was known at an instant, of days that had ended by then: how much of
 * a day is usually in, and when, is read from it. A row only where it changed.
 */
export const vintage = pgTable(
  'vintage',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    toolId: smallId('tool_id'),
    sourceId: smallId('source_id'),
    seenAt: instant('seen_at').notNull(),
    messages: bigint('messages', { mode: 'number' }).notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    costMicros: bigint('cost_micros', { mode: 'bigint' }).notNull(),
  },
  (t) => [
    primaryKey({
      name: 'vintage_pk',
      columns: [t.tenantId, t.day, t.toolId, t.sourceId, t.seenAt],
    }),
  ],
)
