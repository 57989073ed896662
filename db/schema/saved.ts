import { bigint, boolean, index, pgTable, text, unique } from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** Questions that someone keeps under a name. */
export const savedQuestion = pgTable(
  'saved_question',
  {
    savedId: bigint('saved_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    owner: text('owner').notNull(),
    name: text('name').notNull(),
    /** In small letters. */
    nameKey: text('name_key').notNull(),
    /** Canonical command text, people by alias. */
    what: text('what').notNull(),
    /** Everyone in the workspace may ask it, each with their own rights. */
    shared: boolean('shared').notNull().default(false),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    unique('saved_question_name').on(t.tenantId, t.platform, t.workspace, t.owner, t.nameKey),
    index('saved_question_shared').on(t.tenantId, t.platform, t.workspace, t.shared),
  ],
)
