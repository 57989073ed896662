import type * as audit from '#db/schema/trust-audit.ts'

import type { InventoryOf } from './inventory.ts'

/** What chains audit rows, and changes that need two people. Hashes of rows are no pseudonyms. */
export const TRUST_AUDIT = {
  auditHead: { whose: 'operator', kept: 'audit', columns: { seq: 'number', hash: 'id' } },
  auditCheckpoint: {
    whose: 'operator',
    kept: 'audit',
    columns: { seq: 'number', hash: 'id', at: 'id', keyId: 'id', signature: 'id' },
  },
  approval: {
    whose: 'operator',
    kept: 'audit',
    columns: {
      approvalId: 'id',
      change: 'operator text',
      digest: 'id',
      by: 'id',
      decision: 'enum',
      decidedBy: 'id',
    },
  },
} as const satisfies InventoryOf<typeof audit>
