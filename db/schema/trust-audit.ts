import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** The end of a tenant's audit chain. Its lock makes writers in all replicas take turns. */
export const auditHead = pgTable('audit_head', {
  tenantId: integer('tenant_id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
})

/** Where a chain begins whose oldest rows were dropped: the last of them, signed. */
export const auditCheckpoint = pgTable(
  'audit_checkpoint',
  {
    tenantId: tenant(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
    at: text('at').notNull(),
    keyId: text('key_id').notNull(),
    signature: text('signature').notNull(),
  },
  (t) => [primaryKey({ name: 'audit_checkpoint_pk', columns: [t.tenantId, t.seq] })],
)

/** A change that two people must want: proposed by one, decided by another. */
export const approval = pgTable(
  'approval',
  {
    tenantId: tenant(),
    approvalId: bigint('approval_id', { mode: 'number' }).generatedAlwaysAsIdentity(),
    change: jsonb('change').notNull(),
    /** SHA-256, hex, of the change's canonical JSON: what was approved is what is done. */
    digest: text('digest').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull().default(now),
    decision: text('decision'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    usedAt: instant('used_at'),
  },
  (t) => [primaryKey({ name: 'approval_pk', columns: [t.tenantId, t.approvalId] })],
)
