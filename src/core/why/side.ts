/** Use of one model through one tool, by known people, at a known price. */
export type Cell = {
  readonly tool: string
  readonly model: string
  readonly tokens: number
  /** Micro-dollars. */
  readonly spend: number
}

/** Spend that cannot be split into people, use, models and prices, and why. */
export const REST_KINDS = ['no-model', 'no-person', 'no-tokens', 'bill'] as const
export type RestKind = (typeof REST_KINDS)[number]

/** The spend of one period, as far as it can be taken apart. */
export type Side = {
  /** Distinct people in the cells. */
  readonly people: number
  readonly cells: readonly Cell[]
  /** Micro-dollars. */
  readonly rest: Readonly<Partial<Record<RestKind, number>>>
}

export function spendOf({ cells, rest }: Side): number {
  const others = Object.values(rest).reduce((sum, spend) => sum + spend, 0)
  return cells.reduce((sum, { spend }) => sum + spend, 0) + others
}
