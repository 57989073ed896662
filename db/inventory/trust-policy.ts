import type * as policy from '#db/schema/trust-policy.ts'

import type { InventoryOf } from './inventory.ts'

/** What was promised to those whose use is counted. */
export const TRUST_POLICY = {
  policyVersion: {
    whose: 'operator',
    kept: 'audit',
    columns: {
      version: 'number',
      policy: 'operator text',
      hash: 'id',
      by: 'id',
      weaker: 'operator text',
    },
  },
} as const satisfies InventoryOf<typeof policy>
