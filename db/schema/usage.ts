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
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'

import { bytea, id, instant, histograms, measures, now, smallId, tenant } from './columns.ts'

const dictionary = (name: string) =>
  pgTable(
    name,
    { tenantId: tenant(), id: integer('id').notNull(), name: text('name').notNull() },
    (t) => [
      primaryKey({ name: `${name}_pk`, columns: [t.tenantId, t.id] }),
      unique(`${name}_name_uq`).on(t.tenantId, t.name),
    ],
  )

export const tool = dictionary('tool')
export const model = dictionary('model')
export const feature = dictionary('feature')
export const source = dictionary('source')

/** A shared prompt, custom tool or agent, by the keyed hash of its name. */
export const asset = pgTable(
  'asset',
  {
    tenantId: tenant(),
    assetId: integer('asset_id').notNull(),
    kind: text('kind').notNull(),
    /** As that of an account. */
    keyVersion: smallint('key_version').notNull().default(1),
    pseudonym: bytea('pseudonym').notNull(),
  },
  (t) => [
    primaryKey({ name: 'asset_pk', columns: [t.tenantId, t.assetId] }),
    unique('asset_pseudonym_uq').on(t.tenantId, t.kind, t.pseudonym),
  ],
)

/** What is shared with the whole company, by the name that its vendor shows everyone there. */
export const assetName = pgTable(
  'asset_name',
  {
    tenantId: tenant(),
    assetId: integer('asset_id').notNull(),
    source: text('source').notNull(),
    name: text('name').notNull(),
    /** The last day its source listed it. */
    toldOn: date('told_on').notNull(),
    /** The last day of the first closed week or month in which enough people ran it; no reader sees the name before. */
    shownSince: date('shown_since'),
  },
  (t) => [primaryKey({ name: 'asset_name_pk', columns: [t.tenantId, t.assetId] })],
)

export const importBatch = pgTable('import_batch', {
  batchId: integer('batch_id').primaryKey().generatedAlwaysAsIdentity(),
  tenantId: tenant(),
  kind: text('kind').notNull(),
  files: jsonb('files').notNull(),
  by: text('by').notNull(),
  at: instant('at').notNull().default(now),
  lines: integer('lines').notNull().default(0),
  firstDay: date('first_day'),
  lastDay: date('last_day'),
  through: date('through'),
  bucketZone: text('bucket_zone').notNull().default('UTC'),
  state: text('state').notNull().default('applied'),
})

const eventColumns = () => ({
  tenantId: tenant(),
  day: date('day').notNull(),
  at: instant('at').notNull(),
  accountId: id('account_id'),
  toolId: smallId('tool_id'),
  modelId: smallId('model_id'),
  featureId: smallId('feature_id'),
  sourceId: smallId('source_id'),
  batchId: integer('batch_id').notNull(),
  /** Line number within the batch. */
  seq: integer('seq').notNull(),
  /** First eight bytes of the keyed hash of the conversation; 0 where the source has none. */
  conversation: bigint('conversation', { mode: 'bigint' })
    .notNull()
    .default(sql`0`),
  agent: boolean('agent').notNull().default(false),
  error: boolean('error').notNull().default(false),
  promptCharacters: integer('prompt_characters'),
  outputCharacters: integer('output_characters'),
  inputTokens: bigint('input_tokens', { mode: 'number' }),
  cacheReadTokens: bigint('cache_read_tokens', { mode: 'number' }),
  cacheWriteTokens: bigint('cache_write_tokens', { mode: 'number' }),
  outputTokens: bigint('output_tokens', { mode: 'number' }),
  /** Picodollars, exact. Null: neither billed nor priced. */
  costPicos: bigint('cost_picos', { mode: 'bigint' }),
  /** 0 billed, 1 estimated, 2 credits; null with cost_picos. */
  costBasis: smallint('cost_basis'),
  assetId: id('asset_id'),
  run: bigint('run', { mode: 'bigint' })
    .notNull()
    .default(sql`0`),
  /** First sixteen bytes of the hash of the source's id. */
  eventId: bytea('event_id'),
  /** First eight bytes of the line's digest. */
  digest: bigint('digest', { mode: 'bigint' }).notNull(),
})

/** One message or request, without content. Partitioned by month of `day`. */
export const usageEvent = pgTable('usage_event', eventColumns(), (t) => [
  primaryKey({
    name: 'usage_event_pk',
    columns: [t.tenantId, t.day, t.accountId, t.batchId, t.seq],
  }),
  index('usage_event_source').on(t.tenantId, t.sourceId, t.day),
  index('usage_event_id').on(t.tenantId, t.sourceId, t.eventId),
])

/** Events a later import replaced, so that undoing it brings them back. */
export const usageEventReplaced = pgTable(
  'usage_event_replaced',
  { ...eventColumns(), replacedBy: integer('replaced_by').notNull() },
  (t) => [
    index('usage_event_replaced_by').on(t.tenantId, t.replacedBy),
    index('usage_event_replaced_batch').on(t.tenantId, t.batchId),
  ],
)

const reportColumns = () => ({
  tenantId: tenant(),
  day: date('day').notNull(),
  accountId: id('account_id'),
  toolId: smallId('tool_id'),
  modelId: smallId('model_id'),
  featureId: smallId('feature_id'),
  sourceId: smallId('source_id'),
  batchId: integer('batch_id').notNull(),
  /** First eight bytes of a digest of the row as delivered. */
  digest: bigint('digest', { mode: 'bigint' }).notNull(),
  ...measures(),
  ...histograms(),
})

/** One person-day as a vendor reports it (not events). */
export const usageReport = pgTable('usage_report', reportColumns(), (t) => [
  primaryKey({
    name: 'usage_report_pk',
    columns: [t.tenantId, t.day, t.accountId, t.toolId, t.modelId, t.featureId, t.sourceId],
  }),
  index('usage_report_source').on(t.tenantId, t.sourceId, t.day),
])

export const usageReportReplaced = pgTable(
  'usage_report_replaced',
  { ...reportColumns(), replacedBy: integer('replaced_by').notNull() },
  (t) => [
    index('usage_report_replaced_by').on(t.tenantId, t.replacedBy),
    index('usage_report_replaced_batch').on(t.tenantId, t.batchId),
  ],
)
