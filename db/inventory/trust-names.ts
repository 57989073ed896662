import type * as names from '#db/schema/trust-names.ts'

import type { InventoryOf } from './inventory.ts'

export const TRUST_NAMES = {
  displayName: {
    whose: 'measured person',
    kept: 'displayNames',
    columns: { accountId: 'id', sealed: 'sealed name' },
  },
} as const satisfies InventoryOf<typeof names>
