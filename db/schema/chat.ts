import {
  bigint,
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** Every question asked and every act, by whom and where. Operators' workspace ids, no measured person. */
export const audit = pgTable(
  'audit',
  {
    auditId: bigint('audit_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    at: instant('at').notNull(),
    viewer: text('viewer').notNull(),
    place: text('place').notNull(),
    action: text('action').notNull(),
    command: text('command').notNull(),
    outcome: text('outcome').notNull(),
    detail: jsonb('detail').notNull(),
    /** Its place in the chain, from 1 without gaps; null only until `migrate` has chained older rows. */
    seq: bigint('seq', { mode: 'number' }),
    /** SHA-256, hex, of the canonical JSON of the row, its place and the hash before it. */
    hash: text('hash'),
  },
  (t) => [index('audit_at').on(t.tenantId, t.at), unique('audit_seq').on(t.tenantId, t.seq)],
)

/** Who may ask. */
export const admin = pgTable(
  'admin',
  {
    tenantId: tenant(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    userId: text('user_id').notNull(),
    /** May see people's exact numbers, in private. */
    person: boolean('person').notNull().default(true),
    grantedBy: text('granted_by').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    primaryKey({ name: 'admin_pk', columns: [t.tenantId, t.platform, t.workspace, t.userId] }),
  ],
)

/** One-time codes for the first admin, hashed. */
export const claimCode = pgTable(
  'claim_code',
  {
    tenantId: tenant(),
    codeHash: text('code_hash').notNull(),
    at: instant('at').notNull().default(now),
    usedAt: instant('used_at'),
    usedBy: text('used_by'),
  },
  (t) => [primaryKey({ name: 'claim_code_pk', columns: [t.tenantId, t.codeHash] })],
)

/** Chat requests already taken, so that a re-sent one is not answered twice. */
export const chatClaim = pgTable(
  'chat_claim',
  { tenantId: tenant(), key: text('key').notNull(), at: instant('at').notNull().default(now) },
  (t) => [
    primaryKey({ name: 'chat_claim_pk', columns: [t.tenantId, t.key] }),
    index('chat_claim_at').on(t.at),
  ],
)

/** Small facts learnt about a chat workspace. */
export const workspaceMemory = pgTable(
  'workspace_memory',
  {
    tenantId: tenant(),
    workspace: text('workspace').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
    at: instant('at').notNull().default(now),
  },
  (t) => [primaryKey({ name: 'workspace_memory_pk', columns: [t.tenantId, t.workspace, t.key] })],
)

/** Answers as given, kept seven days for Keep, CSV and `explain`. */
export const answer = pgTable(
  'answer',
  {
    answerId: uuid('answer_id').primaryKey().defaultRandom(),
    tenantId: tenant(),
    at: instant('at').notNull(),
    viewer: text('viewer').notNull(),
    command: text('command').notNull(),
    message: jsonb('message').notNull(),
    /** `exact`, `published`, `self` or `none`: given again only to who would get the same now. */
    view: text('view').notNull().default('exact'),
    /** What people call it by; null only of answers from before there were such names. */
    ref: text('ref'),
    /** How its numbers came about: what of them is told in other words in the message. */
    made: jsonb('made'),
    /** Where it was shared, as the platform names that message. */
    posted: text('posted'),
  },
  (t) => [index('answer_at').on(t.at), unique('answer_ref').on(t.tenantId, t.ref)],
)
