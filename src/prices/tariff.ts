import type { ModelPrice, TieredPrices } from '@pydantic/genai-prices'

import { divideHalfEven } from '#core/money/money.ts'

/** The four disjoint token counts of one request. */
export type TokenCounts = {
  readonly inputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly outputTokens: number
}

/** A price per token as a fraction of picodollars: exact, whatever decimals the table has. */
type Rate = {
  readonly mantissa: bigint
  /** Picodollars = mantissa × tokens ÷ divisor. */
  readonly divisor: bigint
  /** The same in whole picodollars, where it is whole: the quick way. */
  readonly whole: number | undefined
}

type Tiers = readonly { readonly above: number; readonly rate: Rate }[]

/** What one request costs, from one model's prices at one time. */
export type Tariff = {
  readonly input: Tiers | undefined
  readonly cacheRead: Tiers | undefined
  readonly cacheWrite: Tiers | undefined
  readonly output: Tiers | undefined
  /** Picodollars per request, whatever its tokens. */
  readonly perRequest: bigint
}

const DECIMAL = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/** `usd` per `per` units, as the shortest decimal that reads back as the same number. */
function rate(usd: number, per: 'million' | 'thousand'): Rate {
  const [, whole = '0', fraction = '', exponent = '0'] = DECIMAL.exec(String(usd)) ?? []
  const shift = 12 - (per === 'million' ? 6 : 3) - fraction.length + Number(exponent)
  const mantissa = BigInt(whole + fraction)
  if (shift < 0) return { mantissa, divisor: 10n ** BigInt(-shift), whole: undefined }
  const exact = mantissa * 10n ** BigInt(shift)
  return { mantissa: exact, divisor: 1n, whole: Number(exact) }
}

function tiers(price: number | TieredPrices | undefined): Tiers | undefined {
  if (price === undefined) return undefined
  if (typeof price === 'number') return [{ above: -1, rate: rate(price, 'million') }]
  const above = price.tiers.toSorted((a, b) => a.start - b.start)
  return [
    { above: -1, rate: rate(price.base, 'million') },
    ...above.map(({ start, price }) => ({ above: start, rate: rate(price, 'million') })),
  ]
}

export function tariff(prices: ModelPrice): Tariff {
  const perRequest = prices['requests_kcount']
  return {
    input: tiers(prices['input_mtok']),
    cacheRead: tiers(prices['cache_read_mtok']),
    cacheWrite: tiers(prices['cache_write_mtok']),
    output: tiers(prices['output_mtok']),
    perRequest: typeof perRequest === 'number' ? amount(rate(perRequest, 'thousand'), 1) : 0n,
  }
}

function amount({ mantissa, divisor }: Rate, tokens: number): bigint {
  return divideHalfEven(mantissa * BigInt(tokens), divisor)
}

function rateFor(tiers: Tiers, requestInput: number): Rate | undefined {
  let found = tiers[0]?.rate
  for (const { above, rate } of tiers) if (requestInput > above) found = rate
  return found
}

/**
 * The exact cost of one request in picodollars; null where the table has no price for tokens it
 * used. The tier is chosen by the whole input of the request; cached tokens without a price of
 * their own cost what input costs.
 */
export function costOf(tariff: Tariff, used: TokenCounts): bigint | null {
  const requestInput = used.inputTokens + used.cacheReadTokens + used.cacheWriteTokens
  const parts = [
    [tariff.input, used.inputTokens],
    [tariff.cacheRead ?? tariff.input, used.cacheReadTokens],
    [tariff.cacheWrite ?? tariff.input, used.cacheWriteTokens],
    [tariff.output, used.outputTokens],
  ] as const
  let quick = 0
  let exact = tariff.perRequest
  for (const [tiers, tokens] of parts) {
    if (tokens === 0) continue
    const rate = tiers && rateFor(tiers, requestInput)
    if (!rate) return null
    const cost = rate.whole === undefined ? undefined : rate.whole * tokens
    if (cost !== undefined && Number.isSafeInteger(quick + cost)) quick += cost
    else exact += amount(rate, tokens)
  }
  return exact + BigInt(quick)
}
