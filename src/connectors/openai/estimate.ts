import type { Price } from '#collect.ts'

export type Counted = {
  readonly model: string
  /** Epoch milliseconds. */
  readonly at: number
  /** How many requests the counts are of. */
  readonly requests: number
  readonly inputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly outputTokens: number
}

const KINDS = ['inputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'outputTokens'] as const

/**
 * Picodollars of many requests of which only the sums are known, as if all were alike: the price of a
 * long context is a request's, never a day's. What does not divide evenly is spread one token each.
 */
export function estimateOf(price: Price, counted: Counted): bigint | null {
  const { model, at, requests } = counted
  if (requests < 1) return null
  const each = Object.fromEntries(
    KINDS.map((kind) => [kind, Math.floor(counted[kind] / requests)]),
  ) as Record<(typeof KINDS)[number], number>
  const one = price({ model, at, ...each })
  if (one === null) return null
  let total = one * BigInt(requests)
  for (const kind of KINDS) {
    const left = counted[kind] % requests
    if (left === 0) continue
    const more = price({ model, at, ...each, [kind]: each[kind] + 1 })
    if (more === null) return null
    total += (more - one) * BigInt(left)
  }
  return total
}
