import { counted, grouped } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'

/** Seats of a tool and plan that were idle when an action was taken on, and those of them that are given back. */
export type Reclaimed = {
  readonly tool: string
  readonly plan: string
  readonly idle: number
  readonly gone: number
  /** Whole millionths of `currency`, a seat a month; null where nobody says. */
  readonly monthlyMicros: number | null
  readonly currency: string
}

const total = (pools: readonly Reclaimed[], of: (pool: Reclaimed) => number): number =>
  pools.reduce((sum, pool) => sum + of(pool), 0)

/** Seats that were given back, and what they cost a month, in micro-dollars: counted, not inferred. */
export function reclaimedSum(pools: readonly Reclaimed[]) {
  const priced = pools.filter(
    ({ monthlyMicros, currency }) => monthlyMicros !== null && currency === 'USD',
  )
  const gone = total(pools, (pool) => pool.gone)
  return {
    idle: total(pools, (pool) => pool.idle),
    gone,
    micros: total(priced, ({ gone, monthlyMicros }) => gone * (monthlyMicros ?? 0)),
    unpriced: gone - total(priced, (pool) => pool.gone),
  }
}

/** `Of 40 seats that were idle then, 25 are given back: $750 a month less …` */
export function reclaimedText(pools: readonly Reclaimed[]): string {
  const { idle, gone, micros, unpriced } = reclaimedSum(pools)
  if (idle === 0) return 'No seat was idle when it was taken on.'
  const money =
    micros > 0
      ? `: ${formatValue('usd_micros', micros)} a month (seats, price in the seat list), from the renewal on`
      : ''
  const rest = unpriced > 0 ? ` ${grouped(unpriced)} have no price in dollars.` : ''
  return `Of ${counted(idle, 'seat')} that were idle when it was taken on, ${grouped(gone)} are given back${money}.${rest} Counted, not estimated.`
}
