import type * as signals from '#db/schema/signals.ts'

import type { InventoryOf } from './inventory.ts'

// Nothing here is of fewer people than the floor, nor can be taken from one another to be so.
const TOLD = { whose: 'none', kept: 'facts' } as const

export const SIGNALS = {
  signalWeek: {
    whose: 'none',
    kept: 'decisions',
    columns: { signal: 'enum', source: 'enum', floor: 'number' },
  },
  signalTold: {
    ...TOLD,
    columns: { signal: 'enum', unitId: 'id', levels: 'enum', people: 'number', sum: 'number' },
  },
  signalAnswer: {
    whose: 'none',
    kept: 'decisions',
    columns: { signal: 'enum', unitId: 'id', answers: 'enum', course: 'enum', floor: 'number' },
  },
  // Of five people and more alone.
  unitTrait: {
    whose: 'none',
    kept: 'names',
    columns: {
      source: 'enum',
      unitId: 'id',
      people: 'number',
      function: 'published name',
      location: 'published name',
      band: 'published name',
      tenure: 'enum',
    },
  },
} as const satisfies InventoryOf<typeof signals>
