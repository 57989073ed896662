import type { BudgetSpec } from './budget.ts'

/** Budgets of one person, told to whoever made them alone: one's own, a new one, a word on one by its number. */
export type BudgetCommand =
  | { readonly kind: 'budget'; readonly act: 'list' }
  | {
      readonly kind: 'budget'
      readonly act: 'make'
      /** As typed. */
      readonly who: string
      readonly spec: BudgetSpec
    }
  | {
      readonly kind: 'budget'
      readonly act: 'enable' | 'disable' | 'remove'
      readonly id: number
    }
