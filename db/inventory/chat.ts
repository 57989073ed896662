import type * as chat from '#db/schema/chat.ts'

import type { InventoryOf } from './inventory.ts'

export const CHAT = {
  audit: {
    whose: 'operator',
    kept: 'audit',
    columns: {
      auditId: 'id',
      viewer: 'id',
      place: 'id',
      action: 'enum',
      command: 'operator text',
      outcome: 'enum',
      detail: 'operator text',
      seq: 'number',
      hash: 'id',
    },
  },
  admin: {
    whose: 'operator',
    kept: 'settings',
    columns: { platform: 'enum', workspace: 'id', userId: 'id', grantedBy: 'id' },
  },
  claimCode: {
    whose: 'operator',
    kept: 'settings',
    columns: { codeHash: 'keyed hash', usedBy: 'id' },
  },
  chatClaim: { whose: 'operator', kept: 'claims', columns: { key: 'id' } },
  workspaceMemory: {
    whose: 'none',
    kept: 'settings',
    columns: { workspace: 'id', key: 'enum', value: 'enum' },
  },
  answer: {
    whose: 'operator',
    kept: 'answers',
    columns: {
      answerId: 'id',
      viewer: 'id',
      command: 'operator text',
      message: 'operator text',
      view: 'enum',
      ref: 'id',
      made: 'operator text',
      posted: 'id',
    },
  },
} as const satisfies InventoryOf<typeof chat>
