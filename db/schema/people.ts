import {
  bigint,
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'

import { bytea, id, instant, tenant } from './columns.ts'

/** One company. Its time zone is fixed by the first import. */
export const tenantTable = pgTable('tenant', {
  tenantId: integer('tenant_id').primaryKey(),
  zone: text('zone'),
  zoneFixedAt: instant('zone_fixed_at'),
})

/** One identifier as a source wrote it, keyed-hashed. */
export const account = pgTable(
  'account',
  {
    tenantId: tenant(),
    accountId: integer('account_id').notNull(),
    /** 1: hashed with the present key; 0: with the one before, while it is being changed. */
    keyVersion: smallint('key_version').notNull().default(1),
    pseudonym: bytea('pseudonym').notNull(),
  },
  (t) => [
    primaryKey({ name: 'account_pk', columns: [t.tenantId, t.accountId] }),
    unique('account_pseudonym_uq').on(t.tenantId, t.keyVersion, t.pseudonym),
  ],
)

/** `person_id` is dense per tenant and never reused: it is also the bit position in active_bits. */
export const person = pgTable(
  'person',
  {
    tenantId: tenant(),
    personId: integer('person_id').notNull(),
    /** Derived from the pseudonym, so that it does not depend on the order of imports. */
    alias: text('alias').notNull(),
    erasedAt: instant('erased_at'),
  },
  (t) => [
    primaryKey({ name: 'person_pk', columns: [t.tenantId, t.personId] }),
    unique('person_alias_uq').on(t.tenantId, t.alias),
  ],
)

/** Which person an account was, on which days. Applied when days are rebuilt. */
export const accountPerson = pgTable(
  'account_person',
  {
    tenantId: tenant(),
    accountId: integer('account_id').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
    personId: integer('person_id').notNull(),
    /** Joined by `account_link`, not by the aliases of a directory file. */
    byLink: boolean('by_link').notNull().default(false),
  },
  (t) => [
    primaryKey({ name: 'account_person_pk', columns: [t.tenantId, t.accountId, t.validFrom] }),
    index('account_person_person').on(t.tenantId, t.personId),
  ],
)

/** A unit is its path: `Sales/EMEA`. Parents follow from the path, so history keeps its own tree. */
export const orgUnit = pgTable(
  'org_unit',
  {
    tenantId: tenant(),
    unitId: integer('unit_id').notNull(),
    path: text('path').notNull(),
    name: text('name').notNull(),
    level: smallint('level').notNull(),
    /** The unit of level 1 above it, itself included. */
    departmentId: integer('department_id').notNull(),
  },
  (t) => [
    primaryKey({ name: 'org_unit_pk', columns: [t.tenantId, t.unitId] }),
    unique('org_unit_path_uq').on(t.tenantId, t.path),
  ],
)

/** The home unit of a person from one day to another, both included; 9999-12-31 is "still". */
export const membership = pgTable(
  'membership',
  {
    tenantId: tenant(),
    personId: integer('person_id').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
    unitId: integer('unit_id').notNull(),
    costCentre: text('cost_centre'),
    location: text('location'),
    manager: text('manager'),
  },
  (t) => [
    primaryKey({ name: 'membership_pk', columns: [t.tenantId, t.personId, t.validFrom] }),
    index('membership_unit').on(t.tenantId, t.unitId, t.validFrom),
  ],
)

/** Where a directory puts a person. Of several, `membership` has on each day what was said last. */
export const directorySaid = pgTable(
  'directory_said',
  {
    tenantId: tenant(),
    /** Empty for a file. */
    source: text('source').notNull(),
    personId: integer('person_id').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
    unitId: integer('unit_id').notNull(),
    costCentre: text('cost_centre'),
    location: text('location'),
    manager: text('manager'),
    /** When it was said first: to say it again is no news. */
    saidAt: instant('said_at').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'directory_said_pk',
      columns: [t.tenantId, t.source, t.personId, t.validFrom],
    }),
  ],
)

/** Other groups a person is in: filtered by, never summed. */
export const groupMember = pgTable(
  'group_member',
  {
    tenantId: tenant(),
    groupName: text('group_name').notNull(),
    /** The directory that says so; empty for a file. */
    source: text('source').notNull().default(''),
    personId: integer('person_id').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'group_member_pk',
      columns: [t.tenantId, t.groupName, t.source, t.personId, t.validFrom],
    }),
  ],
)

/** Days on which someone was on leave, as a directory says. Of what kind is never known here. */
export const leave = pgTable(
  'leave',
  {
    tenantId: tenant(),
    /** The directory that says so; empty for a file. */
    source: text('source').notNull(),
    accountId: integer('account_id').notNull(),
    validFrom: date('valid_from').notNull(),
    /** 9999-12-31 is "has not ended". */
    validTo: date('valid_to').notNull(),
  },
  (t) => [
    primaryKey({ name: 'leave_pk', columns: [t.tenantId, t.source, t.accountId, t.validFrom] }),
  ],
)

/** Directories that say who is on leave: of others it is not known, where nobody is. */
export const leaveSource = pgTable(
  'leave_source',
  { tenantId: tenant(), source: text('source').notNull() },
  (t) => [primaryKey({ name: 'leave_source_pk', columns: [t.tenantId, t.source] })],
)

/** A pool of licences: what was bought, at which contract price. */
export const seatPool = pgTable(
  'seat_pool',
  {
    tenantId: tenant(),
    toolId: integer('tool_id').notNull(),
    plan: text('plan').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
    purchased: integer('purchased'),
    monthlyMicros: bigint('monthly_micros', { mode: 'bigint' }),
    currency: text('currency').notNull().default('USD'),
    batchId: integer('batch_id').notNull(),
  },
  (t) => [
    primaryKey({ name: 'seat_pool_pk', columns: [t.tenantId, t.toolId, t.plan, t.validFrom] }),
  ],
)

/** Who held a licence, from when to when. */
export const seatAssignment = pgTable(
  'seat_assignment',
  {
    tenantId: tenant(),
    toolId: integer('tool_id').notNull(),
    accountId: id('account_id'),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
    plan: text('plan').notNull(),
    vendorLastActivity: date('vendor_last_activity'),
    batchId: integer('batch_id').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'seat_assignment_pk',
      columns: [t.tenantId, t.toolId, t.accountId, t.validFrom],
    }),
  ],
)
