import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** Roles given by command, but admin's, which are in `admin`. */
export const roleGrant = pgTable(
  'role_grant',
  {
    tenantId: tenant(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    userId: text('user_id').notNull(),
    /** `person`, `security`, `analyst` or `lead`. */
    role: text('role').notNull(),
    /** The path of the unit a lead leads; empty for the others. */
    unit: text('unit').notNull().default(''),
    grantedBy: text('granted_by').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    primaryKey({
      name: 'role_grant_pk',
      columns: [t.tenantId, t.platform, t.workspace, t.userId, t.role, t.unit],
    }),
  ],
)
