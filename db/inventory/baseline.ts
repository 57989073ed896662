import type * as baseline from '#db/schema/baseline.ts'

import type { InventoryOf } from './inventory.ts'

/** Days that admins pinned to compare later ones with. */
export const BASELINE = {
  baseline: {
    whose: 'operator',
    kept: 'settings',
    columns: { baselineId: 'id', unit: 'published name', says: 'operator text', by: 'id' },
  },
} as const satisfies InventoryOf<typeof baseline>
