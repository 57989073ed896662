import type { Contract } from '#core/contract/contract.ts'
import type { SeatUse } from '#core/digest/facts.ts'
import type { Day } from '#core/time/day.ts'

type Pool = Pick<SeatUse, 'tool' | 'plan' | 'monthlyMicros' | 'currency' | 'priced'>

/** Seats at the price that was agreed; else at the one their list names. */
export function priced<P extends Pool>(
  pools: readonly P[],
  contracts: readonly Contract[],
  on: Day,
): readonly P[] {
  return pools.map((pool) => {
    const agreed = contracts.find(
      ({ tool, plan, from, to, monthlyMicros }) =>
        tool === pool.tool &&
        (plan === '' || plan === pool.plan) &&
        from <= on &&
        (to === null || to >= on) &&
        monthlyMicros !== null,
    )
    if (!agreed || agreed.monthlyMicros === null) return pool
    const { currency, monthlyMicros } = agreed
    return { ...pool, monthlyMicros: Number(monthlyMicros), currency, priced: 'contract' }
  })
}
