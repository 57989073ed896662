import type { SeatUse } from '#core/digest/facts.ts'
import { capitalised, counted, grouped, listed } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'

/**
 * Seats of a tool and plan that were idle when an action was taken on, and those of them that are given
 * back: null where it is not known which were idle.
 */
export type Reclaimed = Pick<SeatUse, 'tool' | 'plan' | 'monthlyMicros' | 'currency' | 'priced'> & {
  readonly idle: number | null
  readonly gone: number | null
}

/**
 * What was told stands: which seats were idle is what was known when it was taken on, and what was given
 * back stays so, whatever a vendor says later of that time.
 */
export function lasting(
  told: readonly Reclaimed[],
  now: readonly Reclaimed[],
): readonly Reclaimed[] {
  const same = (one: Reclaimed) => (other: Reclaimed) =>
    one.tool === other.tool && one.plan === other.plan
  const kept = told.map((was): Reclaimed => {
    const is = now.find(same(was))
    if (was.idle === null || was.gone === null) return is ?? was
    return { ...was, gone: Math.min(was.idle, Math.max(was.gone, is?.gone ?? 0)) }
  })
  return [...kept, ...now.filter((one) => !told.some(same(one)))]
}

const total = <P>(pools: readonly P[], of: (pool: P) => number): number =>
  pools.reduce((sum, pool) => sum + of(pool), 0)

/**
 * Seats that were given back, and what they cost a month, in micro-dollars: counted, not inferred.
 * Undefined where of no tool it is known which were idle.
 */
export function reclaimedSum(pools: readonly Reclaimed[]) {
  const known = pools.flatMap(({ idle, gone, ...pool }) =>
    idle === null || gone === null ? [] : [{ ...pool, idle, gone }],
  )
  if (known.length === 0) return undefined
  const priced = known.filter(
    ({ monthlyMicros, currency }) => monthlyMicros !== null && currency === 'USD',
  )
  const gone = total(known, (pool) => pool.gone)
  const by = new Set(priced.flatMap((pool) => (pool.gone > 0 ? [pool.priced] : [])))
  return {
    idle: total(known, (pool) => pool.idle),
    gone,
    micros: total(priced, ({ gone, monthlyMicros }) => gone * (monthlyMicros ?? 0)),
    unpriced: gone - total(priced, (pool) => pool.gone),
    priceOf: priceOf(by),
    unknown: [...new Set(pools.flatMap(({ idle, tool }) => (idle === null ? [tool] : [])))],
  }
}

const priceOf = (by: ReadonlySet<SeatUse['priced']>): string =>
  by.size > 1
    ? 'price in the contract, else in the seat list'
    : by.has('contract')
      ? 'contract price'
      : 'price in the seat list'

/** Tools that are named of those whose idle seats are not known. */
const MOST_NAMED = 5

/** `not known of cursor`; empty where all is known. */
export const unknownText = (tools: readonly string[]): string =>
  tools.length === 0 ? '' : `not known of ${listed(tools, MOST_NAMED)}`

/** `Of 40 seats that were idle then, 25 are given back: $750 a month less …` */
export function reclaimedText(pools: readonly Reclaimed[]): string {
  const sum = reclaimedSum(pools)
  if (sum === undefined) return 'Which seats were idle when it was taken on is not known.'
  const { idle, gone, micros, unpriced, priceOf, unknown } = sum
  const others = unknown.length === 0 ? '' : ` ${capitalised(unknownText(unknown))}.`
  if (idle === 0)
    return `No seat was idle when it was taken on${unknown.length === 0 ? '' : ', as far as is known'}.${others}`
  const money =
    micros > 0
      ? `: ${formatValue('usd_micros', micros)} a month (seats, ${priceOf}), from the renewal on`
      : ''
  const rest = unpriced > 0 ? ` ${grouped(unpriced)} have no price in dollars.` : ''
  return `Of ${counted(idle, 'seat')} that were idle when it was taken on, ${grouped(gone)} are given back${money}.${rest}${others} Counted, not estimated.`
}
