import type * as access from '#db/schema/trust-access.ts'

import type { InventoryOf } from './inventory.ts'

export const TRUST_ACCESS = {
  roleGrant: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      platform: 'enum',
      workspace: 'id',
      userId: 'id',
      role: 'enum',
      unit: 'published name',
      grantedBy: 'id',
    },
  },
  roleGroupGrant: {
    whose: 'operator',
    kept: 'settings',
    columns: { group: 'published name', role: 'enum', unit: 'published name', grantedBy: 'id' },
  },
  roleGroup: {
    whose: 'operator',
    kept: 'roleGroups',
    columns: { group: 'published name', fault: 'operator text' },
  },
  roleGroupMember: {
    whose: 'operator',
    kept: 'roleGroups',
    columns: { group: 'published name', member: 'keyed hash' },
  },
} as const satisfies InventoryOf<typeof access>
