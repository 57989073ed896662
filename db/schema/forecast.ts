import { sql } from 'drizzle-orm'
import {
  bigint,
  date,
  doublePrecision,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

import { instant, tenant } from './columns.ts'

/** What digests told of days to come, as it was first told, and what came. The company's numbers only. */
export const forecast = pgTable(
  'forecast',
  {
    forecastId: bigint('forecast_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    /** `week` or `commitment`. */
    subject: text('subject').notNull(),
    metric: text('metric').notNull(),
    tools: jsonb('tools').notNull(),
    madeOn: date('made_on').notNull(),
    periodFrom: date('period_from').notNull(),
    periodTo: date('period_to').notNull(),
    value: doublePrecision('value').notNull(),
    low: doublePrecision('low'),
    high: doublePrecision('high'),
    /** What came; null while it is not scored, and where it never got known. */
    actual: doublePrecision('actual'),
    scoredAt: instant('scored_at'),
  },
  (t) => [
    unique('forecast_once').on(t.tenantId, t.subject, t.metric, t.tools, t.madeOn, t.periodFrom),
    // Of a commitment there is one for each tool; of a week one, whichever tools were known by then.
    uniqueIndex('forecast_week_once')
      .on(t.tenantId, t.metric, t.madeOn, t.periodFrom)
      .where(sql`subject = 'week'`),
  ],
)
