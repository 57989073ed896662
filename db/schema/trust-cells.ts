import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'

import { id, instant, now, smallId, tenant } from './columns.ts'

/** One number of one month as far as it is published: decided once, told to everyone alike. */
export const publishedMonth = pgTable(
  'published_month',
  {
    tenantId: tenant(),
    month: date('month').notNull(),
    metric: text('metric').notNull(),
    /** Counts the tellings: the first and each restatement. */
    version: integer('version').notNull(),
    /** What stays the same until the month ends: who is told piece by piece, and the order of tools. */
    detail: jsonb('detail').notNull(),
    decidedAt: instant('decided_at').notNull().default(now),
  },
  (t) => [primaryKey({ name: 'published_month_pk', columns: [t.tenantId, t.month, t.metric] })],
)

/** A period that has been decided on, whether or not anything was safe to tell of it. */
export const publishedPeriod = pgTable(
  'published_period',
  {
    tenantId: tenant(),
    /** `sums` (a piece of a month) or `people` (a week or a month). */
    kind: text('kind').notNull(),
    firstDay: date('first_day').notNull(),
    lastDay: date('last_day').notNull(),
    decidedAt: instant('decided_at').notNull().default(now),
  },
  (t) => [
    primaryKey({
      name: 'published_period_pk',
      columns: [t.tenantId, t.kind, t.firstDay, t.lastDay],
    }),
  ],
)

/** A sum that is told. What is not here is withheld. */
export const publishedCell = pgTable(
  'published_cell',
  {
    tenantId: tenant(),
    month: date('month').notNull(),
    metric: text('metric').notNull(),
    version: integer('version').notNull(),
    /** With everything below it; -1 is the company, 0 what has no unit. */
    unitId: integer('unit_id').notNull(),
    /** Only the unit's own people. */
    own: boolean('own').notNull(),
    firstDay: date('first_day').notNull(),
    lastDay: date('last_day').notNull(),
    /** `none`, `tool`, `model` or `feature`. */
    split: text('split').notNull(),
    /** The tool; 0 without a split, -1 for all tools that are not told alone. */
    toolId: integer('tool_id').notNull(),
    /** The model or feature; -1 for those that are not told alone. */
    key: integer('key').notNull(),
    /** Where it is told rounded, the least it can be. */
    value: bigint('value', { mode: 'number' }).notNull(),
    /** Set where it is told rounded: the most it can be. */
    most: bigint('most', { mode: 'number' }),
  },
  (t) => [
    primaryKey({
      name: 'published_cell_pk',
      columns: [
        t.tenantId,
        t.month,
        t.metric,
        t.version,
        t.unitId,
        t.own,
        t.firstDay,
        t.lastDay,
        t.split,
        t.toolId,
        t.key,
      ],
    }),
    // Which models may be named is asked with each letter somebody types.
    index('published_cell_model')
      .on(t.tenantId, t.key)
      .where(sql`split = 'model'`),
  ],
)

/** Distinct people of a closed week or month. Decided once and never told again. */
export const publishedPeople = pgTable(
  'published_people',
  {
    tenantId: tenant(),
    firstDay: date('first_day').notNull(),
    lastDay: date('last_day').notNull(),
    unitId: integer('unit_id').notNull(),
    own: boolean('own').notNull(),
    people: integer('people').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'published_people_pk',
      columns: [t.tenantId, t.firstDay, t.lastDay, t.unitId, t.own],
    }),
  ],
)

/**
 * The uses that published cells were added up from, by person, so that a restatement can be checked
 * against what was told before. Kept until a month can no longer be restated, then deleted.
 */
export const publishedBasis = pgTable(
  'published_basis',
  {
    tenantId: tenant(),
    version: integer('version').notNull(),
    day: date('day').notNull(),
    unitId: id('unit_id'),
    personId: id('person_id'),
    toolId: smallId('tool_id'),
    modelId: smallId('model_id'),
    featureId: smallId('feature_id'),
    messages: bigint('messages', { mode: 'number' }),
    sessions: bigint('sessions', { mode: 'number' }),
    spend: bigint('spend', { mode: 'number' }),
    inputTokens: bigint('input_tokens', { mode: 'number' }),
    cacheReadTokens: bigint('cache_read_tokens', { mode: 'number' }),
    cacheWriteTokens: bigint('cache_write_tokens', { mode: 'number' }),
    outputTokens: bigint('output_tokens', { mode: 'number' }),
    accepted: bigint('accepted', { mode: 'number' }),
    rejected: bigint('rejected', { mode: 'number' }),
    failed: bigint('failed', { mode: 'number' }),
    succeeded: bigint('succeeded', { mode: 'number' }),
  },
  (t) => [
    primaryKey({
      name: 'published_basis_pk',
      columns: [
        t.tenantId,
        t.version,
        t.day,
        t.unitId,
        t.personId,
        t.toolId,
        t.modelId,
        t.featureId,
      ],
    }),
    index('published_basis_person').on(t.tenantId, t.personId),
  ],
)

/** A day that was counted again since it was last looked at for publishing. */
export const recountedDay = pgTable(
  'recounted_day',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    /** How often: a mark is taken away only if it is still the one that was read. */
    times: integer('times').notNull().default(1),
  },
  (t) => [primaryKey({ name: 'recounted_day_pk', columns: [t.tenantId, t.day] })],
)
