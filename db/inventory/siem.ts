import type * as siem from '#db/schema/siem.ts'

import type { InventoryOf } from './inventory.ts'

export const SIEM = {
  siemSink: {
    whose: 'none',
    kept: 'settings',
    columns: {
      sink: 'number',
      address: 'operator text',
      format: 'enum',
      failed: 'number',
      failures: 'number',
      lastError: 'enum',
      toldDropped: 'number',
      leaseBy: 'id',
    },
  },
  siemCursor: {
    whose: 'none',
    kept: 'settings',
    columns: {
      sink: 'number',
      feed: 'enum',
      position: 'number',
      mark: 'number',
      sent: 'number',
      dropped: 'number',
    },
  },
} as const satisfies InventoryOf<typeof siem>
