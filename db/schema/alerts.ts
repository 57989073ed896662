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
  uniqueIndex,
} from 'drizzle-orm/pg-core'

import { id, instant, now, tenant } from './columns.ts'

/** What someone said of a rule: of a built-in one by its name, else a rule of their own. */
export const alertRule = pgTable(
  'alert_rule',
  {
    ruleNo: integer('rule_no').primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    /** Of a built-in rule; null for one that was made here. */
    builtIn: text('built_in'),
    spec: jsonb('spec'),
    on: boolean('on').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
    /** When its numbers were last looked at. */
    lookedAt: instant('looked_at'),
    removedAt: instant('removed_at'),
    /** Where its alerts go instead of where all go. */
    target: jsonb('target'),
    /** Hours of each day in which only what is critical is told. */
    quiet: text('quiet'),
    mutedUntil: instant('muted_until'),
  },
  (t) => [
    uniqueIndex('alert_rule_built_in')
      .on(t.tenantId, t.builtIn)
      .where(sql`built_in is not null`),
  ],
)

/** Where alerts of a team, of a severity or of both go instead of where all go. */
export const alertRoute = pgTable(
  'alert_route',
  {
    routeNo: integer('route_no').primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    /** The team's path; '' for whatever team. */
    team: text('team').notNull(),
    /** '' for whatever severity. */
    severity: text('severity').notNull(),
    target: jsonb('target').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [uniqueIndex('alert_route_what').on(t.tenantId, t.team, t.severity)],
)

/** What may be used, names of models and tools with `*` for any characters; and what a rule passes over. */
export const alertAllow = pgTable(
  'alert_allow',
  {
    tenantId: tenant(),
    /** Of what one rule passes over; '' for the lists. */
    rule: text('rule').notNull().default(''),
    kind: text('kind').notNull(),
    pattern: text('pattern').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
    /** When somebody last looked what was used outside the lists. */
    lookedAt: instant('looked_at'),
  },
  (t) => [primaryKey({ name: 'alert_allow_pk', columns: [t.tenantId, t.rule, t.kind, t.pattern] })],
)

/** Something people should know, from when it was first found until it is resolved. */
export const alert = pgTable(
  'alert',
  {
    alertId: bigint('alert_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    /** What makes it the same thing again: its rule, tool and account. */
    fingerprint: text('fingerprint').notNull(),
    rule: text('rule').notNull(),
    severity: text('severity').notNull(),
    state: text('state').notNull(),
    says: text('says').notNull(),
    tool: text('tool'),
    /** One summary in place of many alerts. */
    storm: boolean('storm').notNull(),
    /** Told once, whatever becomes of it. */
    once: boolean('once').notNull(),
    command: text('command'),
    facts: jsonb('facts').notNull(),
    /** Of a number: the teams it is of. */
    teams: jsonb('teams').notNull().default([]),
    /** Where it was told, and is kept as it is now. */
    toldIn: jsonb('told_in').notNull().default([]),
    /** The newest entry of a log that it is about: `governance_event.arrival`. */
    newest: bigint('newest', { mode: 'number' }),
    events: bigint('events', { mode: 'number' }).notNull(),
    /** When the first and the last of it happened. */
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** When it was last found again. */
    foundAt: instant('found_at').notNull(),
    toldAt: instant('told_at').notNull(),
    /** As many as the message says. */
    toldEvents: bigint('told_events', { mode: 'number' }).notNull(),
    /** How often it was told. */
    notices: integer('notices').notNull(),
    by: text('by'),
    reason: text('reason'),
    actedAt: instant('acted_at'),
    silencedUntil: instant('silenced_until'),
    escalatedAt: instant('escalated_at'),
    rung: smallint('rung').notNull().default(0),
    /** Whose it is. */
    assignee: text('assignee'),
    remindedAt: instant('reminded_at'),
    feedback: text('feedback'),
  },
  (t) => [
    uniqueIndex('alert_open')
      .on(t.tenantId, t.fingerprint)
      .where(sql`state <> 'resolved'`),
    index('alert_once')
      .on(t.tenantId, t.fingerprint)
      .where(sql`once`),
  ],
)

/** Who did what an alert is about. */
export const alertActor = pgTable(
  'alert_actor',
  {
    tenantId: tenant(),
    alertId: bigint('alert_id', { mode: 'number' }).notNull(),
    accountId: id('account_id'),
  },
  (t) => [
    primaryKey({ name: 'alert_actor_pk', columns: [t.tenantId, t.alertId, t.accountId] }),
    index('alert_actor_account').on(t.tenantId, t.accountId),
  ],
)

/** What became of the events that were looked at on a day, by rule and reason. */
export const alertTally = pgTable(
  'alert_tally',
  {
    tenantId: tenant(),
    day: date('day').notNull(),
    rule: text('rule').notNull(),
    reason: text('reason').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ name: 'alert_tally_pk', columns: [t.tenantId, t.day, t.rule, t.reason] })],
)
