import type { SeatUse } from '#core/digest/facts.ts'
import { type Day, firstOfMonth } from '#core/time/day.ts'

import type { Finding } from './alert.ts'
import { seatsDormant } from './rules/seats-dormant.ts'

const SHARE = 0.2

/**
 * Plans with many seats that nobody uses. `floor`: fewer are not told, for they would be told of as people.
 * The number is for who may read it; everyone hears that it is a fifth or more.
 */
export function dormantFindings(
  pools: readonly SeatUse[],
  { floor, on, at }: { readonly floor: number; readonly on: Day; readonly at: number },
): readonly Finding[] {
  const { id: rule, severity } = seatsDormant
  return pools
    .filter(({ known, idle, assigned }) => known && idle >= floor && idle >= SHARE * assigned)
    .map(({ tool, plan, idle, assigned }) => ({
      rule,
      severity,
      says: `A fifth or more of the seats of ${`${tool} ${plan}`.trim()} was not used in 30 days`,
      tool,
      subject: `${tool}/${plan}/${firstOfMonth(on)}`,
      at,
      actor: null,
      once: true,
      command: 'digest seats',
      facts: [
        { label: 'Plan', value: `${tool} ${plan}`.trim() },
        { label: 'Idle', value: `${idle} of ${assigned}`, exact: true },
      ],
    }))
}
