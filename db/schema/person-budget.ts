import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** What one person's use may come to, as whoever made it said: told to them alone. */
export const personBudget = pgTable(
  'person_budget',
  {
    budgetId: bigint('budget_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    personId: integer('person_id').notNull(),
    spec: jsonb('spec').notNull(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    maker: text('maker').notNull(),
    state: text('state').notNull(),
    at: instant('at').notNull().default(now),
    changedAt: instant('changed_at').notNull().default(now),
    /** When its numbers were last looked at. */
    lookedAt: instant('looked_at'),
  },
  (t) => [index('person_budget_person').on(t.tenantId, t.personId)],
)

/** Steps that were reached, each once in a period. */
export const personBudgetReached = pgTable(
  'person_budget_reached',
  {
    tenantId: tenant(),
    budgetId: bigint('budget_id', { mode: 'number' }).notNull(),
    /** First day of the period. */
    fromDay: date('from_day').notNull(),
    percent: smallint('percent').notNull(),
    personId: integer('person_id').notNull(),
    onDay: date('on_day').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'person_budget_reached_pk',
      columns: [t.tenantId, t.budgetId, t.fromDay, t.percent],
    }),
    index('person_budget_reached_person').on(t.tenantId, t.personId),
  ],
)
