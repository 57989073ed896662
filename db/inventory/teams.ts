import type * as teams from '#db/schema/teams.ts'

import type { InventoryOf } from './inventory.ts'

export const TEAMS = {
  teamsConversation: {
    whose: 'operator',
    kept: 'installed',
    columns: {
      workspace: 'id',
      conversationId: 'id',
      kind: 'enum',
      serviceUrl: 'enum',
      userId: 'id',
    },
  },
  hostedPicture: {
    whose: 'operator',
    kept: 'runs',
    columns: { pictureId: 'id', chart: 'operator text', message: 'id' },
  },
} as const satisfies InventoryOf<typeof teams>
