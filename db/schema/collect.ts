import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'

import { bytea, id, instant, now, smallId, tenant } from './columns.ts'

/** How far one stream of one connector has been pulled, and how it fares. */
export const streamState = pgTable(
  'stream_state',
  {
    tenantId: tenant(),
    connector: text('connector').notNull(),
    stream: text('stream').notNull(),
    /** The vendor's own mark of where to go on. */
    cursor: text('cursor'),
    /** Days are pulled without a gap from the first to the last. */
    pulledFrom: date('pulled_from'),
    pulledThrough: date('pulled_through'),
    startedAt: instant('started_at'),
    /** Since when days are awaited that are asked for but not in yet; null once all are. */
    awaitedSince: instant('awaited_since'),
    succeededAt: instant('succeeded_at'),
    /** Since when it fails, without a success between. */
    failingSince: instant('failing_since'),
    failures: integer('failures').notNull().default(0),
    /** The sentence its owner reads, and its fix: no secret, no identifier. */
    faultWhat: text('fault_what'),
    faultFix: text('fault_fix'),
    /** Not before this instant, as the vendor asked. */
    retryAt: instant('retry_at'),
    /** The replica at work, until when. */
    leaseBy: text('lease_by'),
    leaseUntil: instant('lease_until'),
  },
  (t) => [primaryKey({ name: 'stream_state_pk', columns: [t.tenantId, t.connector, t.stream] })],
)

/** One pull of one stream, begun and ended. */
export const syncRun = pgTable(
  'sync_run',
  {
    runId: bigint('run_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    connector: text('connector').notNull(),
    stream: text('stream').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    outcome: text('outcome'),
    rows: integer('rows').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    /** The newest thing that happened among its rows, and when its vendor published it. */
    happenedAt: instant('happened_at'),
    publishedAt: instant('published_at'),
    faultWhat: text('fault_what'),
  },
  (t) => [index('sync_run_stream').on(t.tenantId, t.connector, t.stream, t.startedAt)],
)

/** An admin's consent to read a stream that carries text. */
export const consent = pgTable(
  'consent',
  {
    tenantId: tenant(),
    connector: text('connector').notNull(),
    stream: text('stream').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
    endedAt: instant('ended_at'),
  },
  (t) => [primaryKey({ name: 'consent_pk', columns: [t.tenantId, t.connector, t.stream, t.at] })],
)

/** A vendor's bill, line by line. Null amounts in picodollars: no rate for its currency. */
export const billLine = pgTable(
  'bill_line',
  {
    lineId: bigint('line_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    day: date('day').notNull(),
    toolId: smallId('tool_id'),
    sourceId: smallId('source_id'),
    modelId: smallId('model_id'),
    accountId: id('account_id'),
    item: text('item'),
    costPicos: bigint('cost_picos', { mode: 'bigint' }),
    amount: numeric('amount').notNull(),
    currency: text('currency').notNull(),
    /** 0 billed, 2 credits. */
    basis: smallint('basis').notNull().default(0),
    batchId: integer('batch_id').notNull(),
  },
  (t) => [index('bill_line_source').on(t.tenantId, t.sourceId, t.day)],
)

/** One entry of a vendor's audit log, without names, addresses or text. */
export const governanceEvent = pgTable(
  'governance_event',
  {
    tenantId: tenant(),
    sourceId: smallId('source_id'),
    /** As that of an account. */
    keyVersion: smallint('key_version').notNull().default(1),
    /** First sixteen bytes of the hash of the vendor's id. */
    eventId: bytea('event_id').notNull(),
    at: instant('at').notNull(),
    /** When it came here. */
    collectedAt: instant('collected_at').notNull().default(now),
    /** Numbered as they come, whenever they happened; a later reading of the same one keeps its number. */
    arrival: bigint('arrival', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    toolId: smallId('tool_id'),
    type: text('type').notNull(),
    action: text('action').notNull(),
    actorId: id('actor_id'),
    targetId: id('target_id'),
    objectKind: text('object_kind'),
    object: bytea('object'),
    /** 0 ok, 1 denied; null where the vendor does not say. */
    outcome: smallint('outcome'),
    /** The account of the API key it was done with; 0 for none. */
    keyId: id('key_id').default(0),
    /** The network the key was used from, as a keyed hash. */
    network: bytea('network'),
    /** Whether that and the endpoint are ours. */
    place: text('place'),
    /** The vendor's own id of the entry, for its log; opaque. None of who was forgotten. */
    reference: text('reference'),
    /** When the vendor made it available; null where it does not say. */
    publishedAt: instant('published_at'),
    /** The import whose file brought it first; null of a pull. */
    batchId: integer('batch_id'),
    /** When the rules of alerts looked at it. */
    judgedAt: instant('judged_at'),
  },
  (t) => [
    primaryKey({ name: 'governance_event_pk', columns: [t.tenantId, t.sourceId, t.eventId] }),
    index('governance_event_at').on(t.tenantId, t.at),
    unique('governance_event_arrival_uq').on(t.tenantId, t.arrival),
    index('governance_event_key')
      .on(t.tenantId, t.at)
      .where(sql`key_id <> 0`),
    index('governance_event_unjudged')
      .on(t.tenantId, t.at)
      .where(sql`judged_at is null`),
  ],
)

/** What a vendor says about a person over a period; never turned into days. */
export const periodUse = pgTable(
  'period_use',
  {
    tenantId: tenant(),
    sourceId: smallId('source_id'),
    toolId: smallId('tool_id'),
    accountId: id('account_id'),
    fromDay: date('from_day').notNull(),
    toDay: date('to_day').notNull(),
    lastActivity: date('last_activity'),
    activeDays: integer('active_days'),
    messages: bigint('messages', { mode: 'number' }),
    enabled: boolean('enabled').notNull(),
    batchId: integer('batch_id').notNull(),
  },
  (t) => [
    primaryKey({
      name: 'period_use_pk',
      columns: [t.tenantId, t.sourceId, t.toolId, t.accountId, t.fromDay, t.toDay],
    }),
  ],
)

/** An account that is a key, project, workspace or tag: no person, so never an active one. */
export const serviceAccount = pgTable(
  'service_account',
  {
    tenantId: tenant(),
    accountId: integer('account_id').notNull(),
    source: text('source').notNull(),
    kind: text('kind').notNull(),
    /** As the vendor names it; operators choose such names. */
    label: text('label').notNull(),
  },
  (t) => [primaryKey({ name: 'service_account_pk', columns: [t.tenantId, t.accountId] })],
)

/** The unit that pays for a service account, from one day to another, both included. */
export const serviceUnit = pgTable(
  'service_unit',
  {
    tenantId: tenant(),
    accountId: integer('account_id').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to').notNull(),
    unitId: integer('unit_id').notNull(),
    by: text('by').notNull(),
  },
  (t) => [primaryKey({ name: 'service_unit_pk', columns: [t.tenantId, t.accountId, t.validFrom] })],
)

/** Two accounts said to be one person: by a vendor, a directory or an admin. */
export const accountLink = pgTable(
  'account_link',
  {
    tenantId: tenant(),
    linkId: integer('link_id').notNull().generatedAlwaysAsIdentity(),
    accountId: integer('account_id').notNull(),
    aliasId: integer('alias_id').notNull(),
    source: text('source').notNull(),
    /**
     * `verified` applies; `doubtful` waits for an admin; `confirmed` and `refused` are an admin's, and
     * `undone` what an admin took back.
     */
    state: text('state').notNull(),
    /** An admin's join holds on these days, both included; null is without end. */
    validFrom: date('valid_from'),
    validTo: date('valid_to'),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ name: 'account_link_pk', columns: [t.tenantId, t.linkId] }),
    unique('account_link_uq').on(t.tenantId, t.accountId, t.aliasId, t.source, t.at),
  ],
)

/** What was agreed with a vendor. */
export const contract = pgTable(
  'contract',
  {
    tenantId: tenant(),
    tool: text('tool').notNull(),
    plan: text('plan').notNull().default(''),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    seats: integer('seats'),
    monthlyMicros: bigint('monthly_micros', { mode: 'bigint' }),
    currency: text('currency').notNull().default('USD'),
    noticeBy: date('notice_by'),
    committedMicros: bigint('committed_micros', { mode: 'bigint' }),
    /** What one vendor credit costs, in picodollars. */
    creditPicos: bigint('credit_picos', { mode: 'bigint' }),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
    details: jsonb('details')
      .notNull()
      .default(sql`'{}'`),
  },
  (t) => [primaryKey({ name: 'contract_pk', columns: [t.tenantId, t.tool, t.plan, t.validFrom] })],
)
