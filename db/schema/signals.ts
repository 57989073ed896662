import {
  date,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** A signal of a week that was decided on: it is told once, and never told otherwise. */
export const signalWeek = pgTable(
  'signal_week',
  {
    tenantId: tenant(),
    /** The Monday. */
    week: date('week').notNull(),
    signal: text('signal').notNull(),
    source: text('source').notNull(),
    /** By which it was decided; 0: not known, and never shown. */
    floor: integer('floor').notNull().default(0),
    decidedAt: instant('decided_at').notNull().default(now),
  },
  (t) => [primaryKey({ name: 'signal_week_pk', columns: [t.tenantId, t.week, t.signal] })],
)

/** A sum that is told. What is not here is withheld; nothing is kept of fewer people than the floor. */
export const signalTold = pgTable(
  'signal_told',
  {
    tenantId: tenant(),
    week: date('week').notNull(),
    signal: text('signal').notNull(),
    /** With everything below it; -1 is the company. */
    unitId: integer('unit_id').notNull(),
    /** Segments of use over the 12 weeks that end with the week, told as one: `power,habitual`. */
    levels: text('levels').notNull(),
    people: integer('people').notNull(),
    sum: doublePrecision('sum').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'signal_told_pk',
      columns: [t.tenantId, t.week, t.signal, t.unitId, t.levels],
    }),
  ],
)

/** What the settled questions about a signal were answered with, of weeks no other answers are of. */
export const signalAnswer = pgTable(
  'signal_answer',
  {
    tenantId: tenant(),
    signal: text('signal').notNull(),
    /** A department; -1 is the company. */
    unitId: integer('unit_id').notNull(),
    /** The first Monday, and the last. */
    since: date('since').notNull(),
    through: date('through').notNull(),
    /** By question: the estimates, of twenty people on each side and ten units, or why there are none. */
    answers: jsonb('answers').notNull(),
    /** Week by week around the first sustained use. */
    course: jsonb('course').notNull(),
    /** As that of a week. */
    floor: integer('floor').notNull().default(0),
    decidedAt: instant('decided_at').notNull().default(now),
  },
  (t) => [
    primaryKey({
      name: 'signal_answer_pk',
      columns: [t.tenantId, t.signal, t.unitId, t.since],
    }),
  ],
)

/** The commonest function, place, band and tenure of a unit's people, by the directory that says so. */
export const unitTrait = pgTable(
  'unit_trait',
  {
    tenantId: tenant(),
    /** Empty for a file. */
    source: text('source').notNull(),
    unitId: integer('unit_id').notNull(),
    /** Whom it is the commonest of. */
    people: integer('people').notNull(),
    function: text('function'),
    location: text('location'),
    band: text('band'),
    tenure: text('tenure'),
  },
  (t) => [primaryKey({ name: 'unit_trait_pk', columns: [t.tenantId, t.source, t.unitId] })],
)
