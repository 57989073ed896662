import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { bytea, instant, now, tenant } from './columns.ts'

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

/** Roles given by command to everyone in a group. */
export const roleGroupGrant = pgTable(
  'role_group_grant',
  {
    tenantId: tenant(),
    /** A Slack user group's handle or id; `entra:` and an object id; `google:` and the group's address. */
    group: text('group').notNull(),
    role: text('role').notNull(),
    /** The path of the unit a lead leads; empty for the others. */
    unit: text('unit').notNull().default(''),
    grantedBy: text('granted_by').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    primaryKey({
      name: 'role_group_grant_pk',
      columns: [t.tenantId, t.group, t.role, t.unit],
    }),
  ],
)

/** Groups of directories that have a role, and when they were last read. */
export const roleGroup = pgTable(
  'role_group',
  {
    tenantId: tenant(),
    /** `entra:` and an object id, or `google:` and the group's address. */
    group: text('group').notNull(),
    /** Null: never yet. What is older than minutes gives nobody a role. */
    readAt: instant('read_at'),
    /** Why it can't be read; null when it was. */
    fault: text('fault'),
  },
  (t) => [primaryKey({ name: 'role_group_pk', columns: [t.tenantId, t.group] })],
)

/** Who was in such a group then, by what chats know them by, hashed. */
export const roleGroupMember = pgTable(
  'role_group_member',
  {
    tenantId: tenant(),
    group: text('group').notNull(),
    member: bytea('member').notNull(),
  },
  (t) => [primaryKey({ name: 'role_group_member_pk', columns: [t.tenantId, t.group, t.member] })],
)
