import { bigint, date, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { id, instant, now, smallId, tenant } from './columns.ts'

/** Which source is believed for a tool's activity, tokens or cost, from a day on; first with a value. */
export const precedence = pgTable(
  'precedence',
  {
    tenantId: tenant(),
    tool: text('tool').notNull(),
    /** `activity`, `tokens` or `cost`. */
    measure: text('measure').notNull(),
    validFrom: date('valid_from').notNull(),
    /** Source names, best first. */
    sources: text('sources').array().notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    primaryKey({ name: 'precedence_pk', columns: [t.tenantId, t.tool, t.measure, t.validFrom] }),
  ],
)

/** What a source said that another was believed over; compared, never added. */
export const usageWitness = pgTable(
  'usage_witness',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    accountId: id('account_id'),
    toolId: smallId('tool_id'),
    modelId: smallId('model_id'),
    sourceId: smallId('source_id'),
    personId: id('person_id'),
    unitId: id('unit_id'),
    messages: bigint('messages', { mode: 'number' }),
    requests: bigint('requests', { mode: 'number' }),
    inputTokens: bigint('input_tokens', { mode: 'number' }),
    cacheReadTokens: bigint('cache_read_tokens', { mode: 'number' }),
    cacheWriteTokens: bigint('cache_write_tokens', { mode: 'number' }),
    outputTokens: bigint('output_tokens', { mode: 'number' }),
    costMicros: bigint('cost_micros', { mode: 'bigint' }),
    /**
     * Of `activity`, `tokens`, `cost`: those in which another source was believed; with `cost` also
     * `estimate` where it was believed until a bill came.
     */
    measures: text('measures').array().notNull(),
  },
  (t) => [
    primaryKey({
      name: 'usage_witness_pk',
      columns: [t.tenantId, t.day, t.accountId, t.toolId, t.modelId, t.sourceId],
    }),
  ],
)
