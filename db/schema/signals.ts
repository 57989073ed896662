import {
  date,
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'

import { tenant } from './columns.ts'

/** Where people of one unit stood in one week: how much they use AI, and since when. Nobody by number. */
const cell = () => ({
  tenantId: tenant(),
  /** The Monday. */
  week: date('week').notNull(),
  unitId: integer('unit_id').notNull(),
  /** A segment over the 12 weeks that end with the week. */
  level: text('level').notNull(),
  /** The Monday on which their first sustained use began; null: there is none. */
  cohort: date('cohort'),
})

/** How many people of a directory are in each cell. */
export const signalPeople = pgTable(
  'signal_people',
  { ...cell(), people: integer('people').notNull() },
  (t) => [
    unique('signal_people_uq')
      .on(t.tenantId, t.week, t.unitId, t.level, t.cohort)
      .nullsNotDistinct(),
  ],
)

/** What one source counts of a cell's people, added up before it came here. */
export const signalSum = pgTable(
  'signal_sum',
  {
    ...cell(),
    source: text('source').notNull(),
    signal: text('signal').notNull(),
    /** Those of the cell whom the source knows. */
    people: integer('people').notNull(),
    sum: doublePrecision('sum').notNull(),
    squares: doublePrecision('squares').notNull(),
  },
  (t) => [
    unique('signal_sum_uq')
      .on(t.tenantId, t.week, t.source, t.signal, t.unitId, t.level, t.cohort)
      .nullsNotDistinct(),
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
