import type * as quartile from '#db/schema/quartile.ts'

import type { InventoryOf } from './inventory.ts'

/** From how many messages a week on someone is a light, moderate or heavy user of a tool. */
export const QUARTILE = {
  quartileLimit: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      limitId: 'id',
      toolId: 'id',
      light: 'number',
      moderate: 'number',
      heavy: 'number',
      by: 'id',
    },
  },
} as const satisfies InventoryOf<typeof quartile>
