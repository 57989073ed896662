import { bigint, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** What happened on a day that numbers do not know of, in an admin's words. */
export const note = pgTable(
  'note',
  {
    noteId: bigint('note_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    day: date('day').notNull(),
    says: text('says').notNull(),
    /** What sort of thing it was, in one word. */
    sort: text('sort'),
    /** The team it was for: its name is that of the unit when it is read. */
    unitId: integer('unit_id'),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [index('note_day').on(t.tenantId, t.day)],
)
