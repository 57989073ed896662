import type * as budget from '#db/schema/person-budget.ts'

import type { InventoryOf } from './inventory.ts'

/** What one person's use may come to, by whom, and when it came to it. */
export const PERSON_BUDGET = {
  personBudget: {
    whose: 'measured person',
    kept: 'budgets',
    columns: {
      budgetId: 'id',
      personId: 'id',
      spec: 'published name',
      platform: ['enum', 'operator'],
      workspace: ['id', 'operator'],
      maker: ['id', 'operator'],
      state: 'enum',
    },
  },
  personBudgetReached: {
    whose: 'measured person',
    kept: 'budgets',
    columns: { budgetId: 'id', percent: 'number', personId: 'id' },
  },
} as const satisfies InventoryOf<typeof budget>
