import type * as saved from '#db/schema/saved.ts'

import type { InventoryOf } from './inventory.ts'

/** What people keep under a name: their own words, and questions without anybody's address. */
export const SAVED = {
  savedQuestion: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      savedId: 'id',
      platform: 'enum',
      workspace: 'id',
      owner: 'id',
      name: 'operator text',
      nameKey: 'operator text',
      what: 'operator text',
    },
  },
} as const satisfies InventoryOf<typeof saved>
