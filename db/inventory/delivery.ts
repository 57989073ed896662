import type * as delivery from '#db/schema/delivery.ts'

import type { InventoryOf } from './inventory.ts'

export const DELIVERY = {
  subscription: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      subscriptionId: 'id',
      platform: 'enum',
      workspace: 'id',
      owner: 'id',
      cadence: 'enum',
      state: 'enum',
      why: 'operator text',
    },
  },
  subscriptionTarget: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      subscriptionId: 'id',
      targetNo: 'number',
      what: 'operator text',
      kind: 'enum',
      placeId: 'id',
      name: 'operator text',
      stopped: 'enum',
    },
  },
  delivery: {
    whose: 'operator',
    kept: 'runs',
    columns: {
      deliveryId: 'id',
      key: 'id',
      kind: 'enum',
      state: 'enum',
      target: 'id',
      owner: 'id',
      message: 'operator text',
      told: 'published name',
      thread: 'id',
      edits: 'id',
      subscriptionId: 'id',
      targetNo: 'number',
      missed: 'number',
      attempt: 'number',
      failures: 'number',
      heldBy: 'id',
      ref: 'id',
      why: 'enum',
    },
  },
} as const satisfies InventoryOf<typeof delivery>
