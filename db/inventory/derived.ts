import type * as derived from '#db/schema/derived.ts'
import type * as live from '#db/schema/live.ts'
import type * as truth from '#db/schema/truth.ts'

import type { InventoryOf } from './inventory.ts'
import { HISTOGRAMS, MEASURES, USE } from './measures.ts'

const OF_A_PERSON = { whose: 'measured person', kept: 'facts' } as const

export const DERIVED = {
  session: {
    ...OF_A_PERSON,
    columns: { ...USE, personId: 'id', conversation: 'keyed hash', messages: 'number' },
  },
  usageDaily: {
    ...OF_A_PERSON,
    columns: { ...USE, personId: 'id', unitId: 'id', ...MEASURES, ...HISTOGRAMS },
  },
  assetDaily: {
    ...OF_A_PERSON,
    columns: {
      accountId: 'id',
      toolId: 'id',
      sourceId: 'id',
      assetId: 'id',
      personId: 'id',
      unitId: 'id',
      requests: 'number',
      runs: 'number',
      failedRuns: 'number',
    },
  },
  rollupUnitDay: {
    whose: 'none',
    kept: 'facts',
    columns: { unitId: 'id', toolId: 'id', ...MEASURES },
  },
  rollupDepartmentDay: {
    whose: 'none',
    kept: 'facts',
    columns: { departmentId: 'id', toolId: 'id', ...MEASURES },
  },
  rollupDay: { whose: 'none', kept: 'facts', columns: { toolId: 'id', ...MEASURES } },
  activeBits: { ...OF_A_PERSON, columns: { departmentId: 'id', toolId: 'id', bits: 'id' } },
  activeDay: { ...OF_A_PERSON, columns: { toolId: 'id', bits: 'id' } },
  unitPeople: { ...OF_A_PERSON, columns: { unitId: 'id', toolId: 'id', people: 'id' } },
  coveredDay: {
    whose: 'none',
    kept: 'facts',
    columns: { toolId: 'id', sourceId: 'id', batchId: 'id' },
  },
  dirtyDay: { whose: 'none', kept: 'inbox', columns: {} },
} as const satisfies InventoryOf<typeof derived>

export const TRUTH = {
  precedence: {
    whose: 'none',
    kept: 'settings',
    columns: { tool: 'enum', measure: 'enum', sources: 'enum', by: ['id', 'operator'] },
  },
  usageWitness: {
    ...OF_A_PERSON,
    columns: {
      accountId: 'id',
      toolId: 'id',
      modelId: 'id',
      sourceId: 'id',
      personId: 'id',
      unitId: 'id',
      messages: 'number',
      requests: 'number',
      inputTokens: 'number',
      cacheReadTokens: 'number',
      cacheWriteTokens: 'number',
      outputTokens: 'number',
      costMicros: 'number',
      measures: 'enum',
    },
  },
} as const satisfies InventoryOf<typeof truth>

export const LIVE = {
  liveInbox: {
    whose: 'measured person',
    kept: 'inbox',
    columns: { inboxId: 'id', events: 'number', lines: 'keyed hash' },
  },
} as const satisfies InventoryOf<typeof live>
