import { sql } from 'drizzle-orm'
import { bigint, boolean, date, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'

import { histograms, id, instant, measures, now, smallId, tenant, varbit } from './columns.ts'

/** The messages of one person in one tool (and conversation), no gap over 30 minutes. */
export const session = pgTable(
  'session',
  {
    tenantId: tenant(),
    /** The day of its first message. */
    day: date('day').notNull(),
    /** The day of its last message. */
    lastDay: date('last_day').notNull(),
    personId: id('person_id'),
    accountId: id('account_id'),
    toolId: smallId('tool_id'),
    conversation: bigint('conversation', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    modelId: smallId('model_id'),
    featureId: smallId('feature_id'),
    sourceId: smallId('source_id'),
    messages: integer('messages').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'session_pk',
      columns: [t.tenantId, t.day, t.personId, t.accountId, t.toolId, t.conversation, t.startedAt],
    }),
    // Few sessions see midnight: only those are looked for by their last day.
    index('session_last_day')
      .on(t.tenantId, t.lastDay)
      .where(sql`last_day <> day`),
  ],
)

/**
 * One day × account × tool × model × feature from one source: what every answer is computed from.
 * Derived whole from events, reports, sessions and the directory; partitioned by month of `day`.
 */
export const usageDaily = pgTable(
  'usage_daily',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    accountId: id('account_id'),
    toolId: smallId('tool_id'),
    modelId: smallId('model_id'),
    featureId: smallId('feature_id'),
    sourceId: smallId('source_id'),
    /** As it was on that day; 0 is unattributed. */
    personId: id('person_id'),
    unitId: id('unit_id'),
    ...measures(),
    ...histograms(),
  },
  (t) => [
    primaryKey({
      name: 'usage_daily_pk',
      columns: [t.tenantId, t.day, t.accountId, t.toolId, t.modelId, t.featureId, t.sourceId],
    }),
    index('usage_daily_unit').on(t.tenantId, t.unitId, t.day),
    index('usage_daily_person').on(t.tenantId, t.personId, t.day),
  ],
)

/** Runs of one asset by one account on one day. */
export const assetDaily = pgTable(
  'asset_daily',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    accountId: id('account_id'),
    toolId: smallId('tool_id'),
    sourceId: smallId('source_id'),
    assetId: integer('asset_id').notNull(),
    personId: id('person_id'),
    unitId: id('unit_id'),
    requests: integer('requests').notNull(),
    runs: integer('runs').notNull(),
    failedRuns: integer('failed_runs').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'asset_daily_pk',
      columns: [t.tenantId, t.day, t.accountId, t.toolId, t.sourceId, t.assetId],
    }),
  ],
)

/** Sums per unit (its own people, not sub-units), tool and day; unit 0 is unattributed. */
export const rollupUnitDay = pgTable(
  'rollup_unit_day',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    unitId: id('unit_id'),
    toolId: smallId('tool_id'),
    ...measures(),
  },
  (t) => [
    primaryKey({ name: 'rollup_unit_day_pk', columns: [t.tenantId, t.unitId, t.day, t.toolId] }),
    index('rollup_unit_day_day').on(t.tenantId, t.day),
  ],
)

/** What `rollup_unit_day` adds up to in a department with all below it; 0 is unattributed. */
export const rollupDepartmentDay = pgTable(
  'rollup_department_day',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    departmentId: id('department_id'),
    toolId: smallId('tool_id'),
    ...measures(),
  },
  (t) => [
    primaryKey({
      name: 'rollup_department_day_pk',
      columns: [t.tenantId, t.day, t.departmentId, t.toolId],
    }),
  ],
)

/** What `rollup_unit_day` adds up to in the company: what it costs to read does not grow with its units. */
export const rollupDay = pgTable(
  'rollup_day',
  { tenantId: tenant(), day: date('day').notNull(), toolId: smallId('tool_id'), ...measures() },
  (t) => [primaryKey({ name: 'rollup_day_pk', columns: [t.tenantId, t.day, t.toolId] })],
)

/** Who was active: bit n is person n. Per department (0 is no unit), tool and day: `bit_or` adds up. */
export const activeBits = pgTable(
  'active_bits',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    departmentId: id('department_id'),
    toolId: smallId('tool_id'),
    bits: varbit('bits').notNull(),
  },
  (t) => [
    primaryKey({ name: 'active_bits_pk', columns: [t.tenantId, t.departmentId, t.toolId, t.day] }),
    index('active_bits_day').on(t.tenantId, t.day),
  ],
)

/** The bits of all departments together, so that the company is not read a department at a time. */
export const activeDay = pgTable(
  'active_day',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    toolId: smallId('tool_id'),
    bits: varbit('bits').notNull(),
  },
  (t) => [primaryKey({ name: 'active_day_pk', columns: [t.tenantId, t.day, t.toolId] })],
)

/** Who was active in a unit below a department, not below it: sorted person ids. Per unit, tool, day. */
export const unitPeople = pgTable(
  'unit_people',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    unitId: integer('unit_id').notNull(),
    toolId: smallId('tool_id'),
    people: integer('people').array().notNull(),
  },
  (t) => [
    primaryKey({ name: 'unit_people_pk', columns: [t.tenantId, t.unitId, t.toolId, t.day] }),
    index('unit_people_day').on(t.tenantId, t.day),
  ],
)

/** Days a source's data covers, by the import that says so. Covered and empty is 0, else unknown. */
export const coveredDay = pgTable(
  'covered_day',
  {
    tenantId: tenant(),
    toolId: integer('tool_id').notNull(),
    sourceId: integer('source_id').notNull(),
    day: date('day').notNull(),
    batchId: integer('batch_id').notNull(),
    /** What the source tells of: where it is a bill, only the cost is known to be 0. */
    activity: boolean('activity').notNull().default(true),
    tokens: boolean('tokens').notNull().default(true),
    cost: boolean('cost').notNull().default(true),
  },
  (t) => [
    primaryKey({
      name: 'covered_day_pk',
      columns: [t.tenantId, t.toolId, t.sourceId, t.day, t.batchId],
    }),
    index('covered_day_batch').on(t.tenantId, t.batchId),
  ],
)

/** Days whose derived tables are older than their events, reports or directory. */
export const dirtyDay = pgTable(
  'dirty_day',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    since: instant('since').notNull().default(now),
  },
  (t) => [primaryKey({ name: 'dirty_day_pk', columns: [t.tenantId, t.day] })],
)
