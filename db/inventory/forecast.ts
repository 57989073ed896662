import type * as forecast from '#db/schema/forecast.ts'

import type { InventoryOf } from './inventory.ts'

/** What digests told of days to come. */
export const FORECAST = {
  forecast: {
    whose: 'none',
    kept: 'names',
    columns: {
      forecastId: 'id',
      subject: 'enum',
      metric: 'enum',
      tools: 'published name',
      value: 'number',
      low: 'number',
      high: 'number',
      actual: 'number',
    },
  },
} as const satisfies InventoryOf<typeof forecast>
