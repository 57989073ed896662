import { bigint, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'

import { instant, tenant } from './columns.ts'

/** A receiver outside that governance events and the audit trail are forwarded to. */
export const siemSink = pgTable(
  'siem_sink',
  {
    tenantId: tenant(),
    /** Of its setting: AI_USAGE_SIEM_1. */
    sink: smallint('sink').notNull(),
    /** Without options and secrets. */
    address: text('address').notNull(),
    format: text('format').notNull(),
    startedAt: instant('started_at').notNull(),
    /** Not set any more; it keeps its place. */
    endedAt: instant('ended_at'),
    /** What happened before was not to be sent when it came before the sink did; null: nothing of it. */
    fromAt: instant('from_at'),
    /** Tries that failed, ever, and in a row. */
    failed: bigint('failed', { mode: 'number' }).notNull().default(0),
    failures: integer('failures').notNull().default(0),
    failingSince: instant('failing_since'),
    lastError: text('last_error'),
    sentAt: instant('sent_at'),
    /** Of what was dropped, how much admins were told. */
    toldDropped: bigint('told_dropped', { mode: 'number' }).notNull().default(0),
    /** The replica that leads it, until when. */
    leaseBy: text('lease_by'),
    leaseUntil: instant('lease_until'),
  },
  (t) => [primaryKey({ name: 'siem_sink_pk', columns: [t.tenantId, t.sink] })],
)

/** How far a sink is in one feed. */
export const siemCursor = pgTable(
  'siem_cursor',
  {
    tenantId: tenant(),
    sink: smallint('sink').notNull(),
    feed: text('feed').notNull(),
    /** The last it has: `governance_event.arrival`, or `audit.seq`. */
    position: bigint('position', { mode: 'number' }).notNull(),
    /** The last there was when it began: up to here only what happened since `siem_sink.from_at`. */
    mark: bigint('mark', { mode: 'number' }).notNull(),
    sent: bigint('sent', { mode: 'number' }).notNull().default(0),
    dropped: bigint('dropped', { mode: 'number' }).notNull().default(0),
  },
  (t) => [primaryKey({ name: 'siem_cursor_pk', columns: [t.tenantId, t.sink, t.feed] })],
)
