import type * as collect from '#db/schema/collect.ts'

import type { InventoryOf } from './inventory.ts'

export const COLLECT = {
  streamState: {
    whose: 'none',
    kept: 'settings',
    columns: {
      connector: 'enum',
      stream: 'enum',
      cursor: 'id',
      failures: 'number',
      faultWhat: 'operator text',
      faultFix: 'operator text',
      leaseBy: 'id',
    },
  },
  syncRun: {
    whose: 'none',
    kept: 'runs',
    columns: {
      runId: 'id',
      connector: 'enum',
      stream: 'enum',
      outcome: 'enum',
      rows: 'number',
      refused: 'number',
      faultWhat: 'operator text',
    },
  },
  consent: {
    whose: 'operator',
    kept: 'settings',
    columns: { connector: 'enum', stream: 'enum', by: 'id' },
  },
  billLine: {
    whose: 'measured person',
    kept: 'facts',
    columns: {
      lineId: 'id',
      toolId: 'id',
      sourceId: 'id',
      modelId: 'id',
      accountId: 'id',
      item: ['published name', 'none'],
      costPicos: 'number',
      amount: 'number',
      currency: 'enum',
      basis: 'enum',
      batchId: 'id',
    },
  },
  governanceEvent: {
    whose: 'measured person',
    kept: 'facts',
    columns: {
      sourceId: 'id',
      eventId: 'keyed hash',
      toolId: 'id',
      type: 'enum',
      action: 'enum',
      actorId: 'id',
      targetId: 'id',
      objectKind: 'enum',
      object: 'keyed hash',
      outcome: 'enum',
    },
  },
  periodUse: {
    whose: 'measured person',
    kept: 'facts',
    columns: {
      sourceId: 'id',
      toolId: 'id',
      accountId: 'id',
      activeDays: 'number',
      messages: 'number',
      batchId: 'id',
    },
  },
  serviceAccount: {
    whose: 'none',
    kept: 'names',
    columns: { accountId: 'id', source: 'enum', kind: 'enum', label: 'operator text' },
  },
  serviceUnit: {
    whose: 'none',
    kept: 'settings',
    columns: { accountId: 'id', unitId: 'id', by: ['id', 'operator'] },
  },
  accountLink: {
    whose: 'measured person',
    kept: 'roster',
    columns: {
      linkId: 'id',
      accountId: 'id',
      aliasId: 'id',
      source: 'enum',
      state: 'enum',
      by: ['id', 'operator'],
    },
  },
  contract: {
    whose: 'none',
    kept: 'settings',
    columns: {
      tool: 'enum',
      plan: 'published name',
      seats: 'number',
      monthlyMicros: 'number',
      currency: 'enum',
      committedMicros: 'number',
      creditPicos: 'number',
      by: ['id', 'operator'],
      details: 'operator text',
    },
  },
} as const satisfies InventoryOf<typeof collect>
