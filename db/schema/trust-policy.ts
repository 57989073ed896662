import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { instant, tenant } from './columns.ts'

/** Every privacy policy that took effect: what was promised when. */
export const policyVersion = pgTable(
  'policy_version',
  {
    tenantId: tenant(),
    version: integer('version').notNull(),
    policy: jsonb('policy').notNull(),
    /** SHA-256, hex, of the policy's canonical JSON and a line feed. */
    hash: text('hash').notNull(),
    at: instant('at').notNull(),
    by: text('by').notNull(),
    /** What people are guarded less in than before. */
    weaker: jsonb('weaker').notNull(),
    /** When an admin was reached; weaker ones are told until then. */
    toldAt: instant('told_at'),
    /** When a replica last took it on to tell the admins; null where that reached nobody. */
    tellingAt: instant('telling_at'),
  },
  (t) => [primaryKey({ name: 'policy_version_pk', columns: [t.tenantId, t.version] })],
)
