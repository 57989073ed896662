import type * as people from '#db/schema/people.ts'

import type { InventoryOf } from './inventory.ts'

export const PEOPLE = {
  tenantTable: { whose: 'none', kept: 'settings', columns: { zone: 'enum' } },
  account: {
    whose: 'measured person',
    kept: 'roster',
    columns: { accountId: 'id', keyVersion: 'number', pseudonym: 'pseudonym' },
  },
  person: {
    whose: 'measured person',
    kept: 'roster',
    columns: { personId: 'id', alias: 'keyed hash' },
  },
  accountPerson: {
    whose: 'measured person',
    kept: 'roster',
    columns: { accountId: 'id', personId: 'id' },
  },
  orgUnit: {
    whose: 'none',
    kept: 'names',
    columns: {
      unitId: 'id',
      path: 'published name',
      name: 'published name',
      level: 'number',
      departmentId: 'id',
    },
  },
  membership: {
    whose: 'measured person',
    kept: 'roster',
    columns: {
      personId: 'id',
      unitId: 'id',
      costCentre: 'published name',
      location: 'published name',
      manager: 'keyed hash',
    },
  },
  directorySaid: {
    whose: 'measured person',
    kept: 'roster',
    columns: {
      source: 'enum',
      personId: 'id',
      unitId: 'id',
      costCentre: 'published name',
      location: 'published name',
      manager: 'keyed hash',
    },
  },
  groupMember: {
    whose: 'measured person',
    kept: 'roster',
    columns: { groupName: 'published name', source: 'enum', personId: 'id' },
  },
  leave: {
    whose: 'measured person',
    kept: 'roster',
    columns: { source: 'enum', accountId: 'id' },
  },
  leaveSource: { whose: 'none', kept: 'settings', columns: { source: 'enum' } },
  seatPool: {
    whose: 'none',
    kept: 'settings',
    columns: {
      toolId: 'id',
      plan: 'published name',
      purchased: 'number',
      monthlyMicros: 'number',
      currency: 'enum',
      batchId: 'id',
    },
  },
  seatAssignment: {
    whose: 'measured person',
    kept: 'roster',
    columns: { toolId: 'id', accountId: 'id', plan: 'published name', batchId: 'id' },
  },
} as const satisfies InventoryOf<typeof people>
