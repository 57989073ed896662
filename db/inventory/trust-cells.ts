import type * as cells from '#db/schema/trust-cells.ts'

import type { InventoryOf } from './inventory.ts'

const TOLD = { whose: 'none', kept: 'cells' } as const

export const TRUST_CELLS = {
  publishedMonth: {
    ...TOLD,
    columns: { metric: 'enum', version: 'number', detail: 'id' },
  },
  publishedPeriod: { ...TOLD, kept: 'decisions', columns: { kind: 'enum' } },
  publishedCell: {
    ...TOLD,
    columns: {
      metric: 'enum',
      version: 'number',
      unitId: 'id',
      split: 'enum',
      toolId: 'id',
      key: 'id',
      value: 'number',
      most: 'number',
    },
  },
  publishedPeople: { ...TOLD, columns: { unitId: 'id', people: 'number' } },
  recountedDay: { whose: 'none', kept: 'marks', columns: { times: 'number' } },
  publishedBasis: {
    whose: 'measured person',
    kept: 'basis',
    columns: {
      version: 'number',
      unitId: 'id',
      personId: 'id',
      toolId: 'id',
      modelId: 'id',
      featureId: 'id',
      messages: 'number',
      sessions: 'number',
      spend: 'number',
      inputTokens: 'number',
      cacheReadTokens: 'number',
      cacheWriteTokens: 'number',
      outputTokens: 'number',
      accepted: 'number',
      rejected: 'number',
      failed: 'number',
      succeeded: 'number',
    },
  },
} as const satisfies InventoryOf<typeof cells>
