import { bigint, date, integer, pgTable, text } from 'drizzle-orm/pg-core'

import { instant, tenant } from './columns.ts'

/**
 * From how many messages a week on someone is a light, moderate or heavy user of a tool. The newest of a
 * tool are in force; none is ever changed.
 */
export const quartileLimit = pgTable('quartile_limit', {
  limitId: bigint('limit_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: tenant(),
  toolId: integer('tool_id').notNull(),
  light: integer('light').notNull(),
  moderate: integer('moderate').notNull(),
  heavy: integer('heavy').notNull(),
  takenDay: date('taken_day').notNull(),
  /** The whole weeks whose use they were taken from. */
  fromDay: date('from_day').notNull(),
  toDay: date('to_day').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull(),
})
