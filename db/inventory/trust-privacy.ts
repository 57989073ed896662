import type * as privacy from '#db/schema/trust-privacy.ts'

import type { InventoryOf } from './inventory.ts'

export const TRUST_PRIVACY = {
  forgotten: {
    whose: 'measured person',
    kept: 'tombstones',
    columns: { keyVersion: 'number', tombstone: 'keyed hash' },
  },
} as const satisfies InventoryOf<typeof privacy>
