import type * as usage from '#db/schema/usage.ts'

import type { InventoryOf } from './inventory.ts'
import { HISTOGRAMS, MEASURES, USE } from './measures.ts'

const NAMED = {
  whose: 'none',
  kept: 'names',
  columns: { id: 'id', name: 'published name' },
} as const

const EVENT = {
  ...USE,
  batchId: 'id',
  seq: 'number',
  conversation: 'keyed hash',
  promptCharacters: 'number',
  outputCharacters: 'number',
  inputTokens: 'number',
  cacheReadTokens: 'number',
  cacheWriteTokens: 'number',
  outputTokens: 'number',
  costPicos: 'number',
  costBasis: 'enum',
  assetId: 'id',
  run: 'keyed hash',
  eventId: 'keyed hash',
  digest: 'keyed hash',
} as const

const REPORT = { ...USE, batchId: 'id', digest: 'keyed hash', ...MEASURES, ...HISTOGRAMS } as const

export const USAGE = {
  tool: NAMED,
  model: NAMED,
  feature: NAMED,
  source: NAMED,
  asset: {
    whose: 'none',
    kept: 'names',
    columns: { assetId: 'id', kind: 'enum', keyVersion: 'number', pseudonym: 'keyed hash' },
  },
  assetName: {
    whose: 'none',
    kept: 'sharedNames',
    columns: { assetId: 'id', source: 'enum', name: 'published name' },
  },
  importBatch: {
    whose: 'none',
    kept: 'names',
    columns: {
      batchId: 'id',
      kind: 'enum',
      files: 'operator text',
      by: ['id', 'operator'],
      lines: 'number',
      bucketZone: 'enum',
      state: 'enum',
    },
  },
  usageEvent: { whose: 'measured person', kept: 'facts', columns: EVENT },
  usageEventReplaced: {
    whose: 'measured person',
    kept: 'undo',
    columns: { ...EVENT, replacedBy: 'id' },
  },
  usageReport: { whose: 'measured person', kept: 'facts', columns: REPORT },
  usageReportReplaced: {
    whose: 'measured person',
    kept: 'undo',
    columns: { ...REPORT, replacedBy: 'id' },
  },
} as const satisfies InventoryOf<typeof usage>
