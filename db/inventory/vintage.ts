import type * as vintage from '#db/schema/vintage.ts'

import type { InventoryOf } from './inventory.ts'

/** What sources' days came to, and when that was known. */
export const VINTAGE = {
  vintage: {
    whose: 'none',
    kept: 'facts',
    columns: {
      toolId: 'id',
      sourceId: 'id',
      messages: 'number',
      tokens: 'number',
      costMicros: 'number',
    },
  },
} as const satisfies InventoryOf<typeof vintage>
