import type * as action from '#db/schema/action.ts'

import type { InventoryOf } from './inventory.ts'

/** What digests recommended, and what became of it. */
export const ACTION = {
  action: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      actionId: 'id',
      key: 'id',
      view: 'enum',
      unit: 'published name',
      says: 'operator text',
      action: 'operator text',
      watched: 'enum',
      found: 'enum',
      state: 'operator text',
      outcome: 'published name',
    },
  },
} as const satisfies InventoryOf<typeof action>
