import { sql } from 'drizzle-orm'
import { bigint, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'

import { instant, tenant } from './columns.ts'

/** What digests recommended, who took it on, and what became of it. Units only, no person's use. */
export const action = pgTable(
  'action',
  {
    actionId: bigint('action_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    /** That of the finding. */
    key: text('key').notNull(),
    view: text('view').notNull(),
    /** The unit's path; null: the whole company. */
    unit: text('unit'),
    says: text('says').notNull(),
    action: text('action').notNull(),
    /** The number that is watched, and which way it is to go. */
    watched: jsonb('watched'),
    proposedAt: instant('proposed_at').notNull(),
    /** Mondays of the weeks in which it was found. */
    found: jsonb('found').notNull(),
    state: jsonb('state').notNull(),
    /** The plan that was settled when it was taken on, and what was judged by it. */
    outcome: jsonb('outcome').notNull(),
  },
  (t) => [
    uniqueIndex('action_key')
      .on(t.tenantId, t.key)
      .where(sql`state ->> 'kind' <> 'done'`),
  ],
)
