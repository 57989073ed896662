import type * as signals from '#db/schema/signals.ts'

import type { InventoryOf } from './inventory.ts'

const CELL = { unitId: 'id', level: 'enum', people: 'number' } as const

export const SIGNALS = {
  // A cell may stand for few: it is a person's until the floor says otherwise.
  signalPeople: { whose: 'measured person', kept: 'facts', columns: CELL },
  signalSum: {
    whose: 'measured person',
    kept: 'facts',
    columns: { ...CELL, source: 'enum', signal: 'enum', sum: 'number', squares: 'number' },
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
