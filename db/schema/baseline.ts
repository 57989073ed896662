import { bigint, date, pgTable, text } from 'drizzle-orm/pg-core'

import { instant, tenant } from './columns.ts'

/** Days that admins pinned to compare later ones with: before a roll-out, say. */
export const baseline = pgTable('baseline', {
  baselineId: bigint('baseline_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: tenant(),
  /** The unit's path; null: the whole company. */
  unit: text('unit'),
  fromDay: date('from_day').notNull(),
  toDay: date('to_day').notNull(),
  says: text('says').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull(),
})
