import type * as note from '#db/schema/note.ts'

import type { InventoryOf } from './inventory.ts'

/** What admins note beside the numbers. */
export const NOTE = {
  note: {
    whose: 'operator',
    kept: 'settings',
    columns: { noteId: 'id', says: 'operator text', sort: 'operator text', unitId: 'id', by: 'id' },
  },
} as const satisfies InventoryOf<typeof note>
