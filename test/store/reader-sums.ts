/** Sums and what they are called, by hand. It shares no code with what it checks. */
import type { Use } from './reader-company.ts'
import { RATIO_UNITS } from './reader-ratios.ts'

export const TOKENS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
] as const
const COSTS = ['cost_billed_micros', 'cost_estimated_micros', 'cost_credits_micros'] as const
export const NONE: Readonly<Record<string, string>> = {
  model: 'no model',
  feature: 'no feature',
  level: 'no level',
  quartile: 'no quartile',
}
export const UNITS: Readonly<Record<string, string>> = {
  messages: 'count',
  sessions: 'count',
  active_people: 'people',
  weekly_active_people: 'people',
  output_characters: 'characters',
  spend: 'usd_micros',
  ...RATIO_UNITS,
  ...Object.fromEntries(TOKENS.map((column) => [column, 'tokens'])),
}

export const ADDS_UP = new Set(['count', 'tokens', 'characters', 'usd_micros'])

export const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((all, value) => all + value, 0) / values.length

export const columns = (metric: string): readonly (keyof Use)[] =>
  metric === 'spend' ? COSTS : [metric as keyof Use]

export function sum(rows: readonly Use[], column: keyof Use): number {
  return rows.reduce((total, use) => total + Number(use[column] ?? 0), 0)
}

/** Billed, estimated, credits; null where no row has any. */
export function spendOf(rows: readonly Use[], billed: (tool: string, day: string) => boolean) {
  return COSTS.map((column) => {
    const counted = rows.filter(
      (use) =>
        billed(use.tool, use.day) === (column === 'cost_billed_micros') &&
        use[column] !== undefined,
    )
    return counted.length > 0 ? sum(counted, column) : null
  })
}
