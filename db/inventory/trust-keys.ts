import type * as keys from '#db/schema/trust-keys.ts'

import type { InventoryOf } from './inventory.ts'

export const TRUST_KEYS = {
  pseudonymKey: {
    whose: 'none',
    kept: 'names',
    columns: { version: 'number', keyCheck: 'keyed hash', sinceBatch: 'id' },
  },
  sealedDay: { whose: 'none', kept: 'facts', columns: { sourceId: 'id' } },
} as const satisfies InventoryOf<typeof keys>
