const PICOS_PER_USD_DIGITS = 12
const PICOS_PER_MICRO = 1_000_000n
const MICROS_PER_USD = 1_000_000n
const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,3}))?$/

/** The nearest whole quotient; a tie goes to the even one. `divisor` is positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n
  const size = negative ? -dividend : dividend
  const whole = size / divisor
  const twice = (size % divisor) * 2n
  const up = twice > divisor || (twice === divisor && whole % 2n === 1n)
  const rounded = up ? whole + 1n : whole
  return negative ? -rounded : rounded
}

/** A decimal number of dollars ("0.0125", "1e-7") as whole `digits`ths; undefined when it is none. */
function scaled(text: string, digits: number): bigint | undefined {
  const parts = DECIMAL.exec(text)
  if (!parts) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts
  const mantissa = BigInt(whole + fraction)
  const shift = Number(exponent) - fraction.length + digits
  const size =
    shift >= 0 ? mantissa * 10n ** BigInt(shift) : divideHalfEven(mantissa, 10n ** BigInt(-shift))
  return sign === '-' ? -size : size
}

/**
 * Dollars written as a decimal, in whole picodollars (10⁻¹² USD): exact to twelve decimals,
 * half-even beyond. Undefined when the text is not a decimal number.
 */
export function picosFromDecimal(text: string): bigint | undefined {
  return scaled(text, PICOS_PER_USD_DIGITS)
}

/** Dollars written as a decimal, in whole micro-dollars, half-even beyond six decimals. */
export function microsFromDecimal(text: string): bigint | undefined {
  return scaled(text, 6)
}

/** Rounds once, half-even: sum picodollars first. */
export function microsFromPicos(picos: bigint): bigint {
  return divideHalfEven(picos, PICOS_PER_MICRO)
}

const grouped = (whole: bigint): string => whole.toString().replace(/\B(?=(\d{3})+$)/g, ',')

/** `size` micro-dollars with `decimals` decimals, half-even. */
function decimal(size: bigint, decimals: number): string {
  const unit = 10n ** BigInt(6 - decimals)
  const rounded = divideHalfEven(size, unit)
  const perUsd = MICROS_PER_USD / unit
  const whole = grouped(rounded / perUsd)
  const rest = (rounded % perUsd).toString().padStart(decimals, '0')
  return decimals === 0 || rounded % perUsd === 0n ? whole : `${whole}.${rest}`
}

/** Two significant digits for amounts below a cent, at most to the micro-dollar. */
function smallDecimal(size: bigint): string {
  const leadingZeros = 6 - size.toString().length
  return decimal(size, Math.min(6, leadingZeros + 2)).replace(/0+$/, '')
}

const COMPACT: readonly (readonly [bigint, string])[] = [
  [1_000_000_000n, 'B'],
  [1_000_000n, 'M'],
  [1_000n, 'K'],
]

function compact(size: bigint): string | undefined {
  for (const [usd, letter] of COMPACT) {
    const tenths = divideHalfEven(size * 10n, usd * MICROS_PER_USD)
    if (tenths < 10n) continue
    const tenth = tenths % 10n
    return `${grouped(tenths / 10n)}${tenth === 0n ? '' : `.${tenth}`}${letter}`
  }
  return undefined
}

/**
 * Whole micro-dollars as people read them: "$4,210", "$12.34", "$0.004", "−$3". Cents are shown
 * below $1,000. With `compact`: "$1.2M", "$4.2K".
 */
export function formatUsd(micros: number | bigint, style: 'plain' | 'compact' = 'plain'): string {
  const amount = BigInt(micros)
  const size = amount < 0n ? -amount : amount
  const sign = amount < 0n ? '−' : ''
  const short = style === 'compact' ? compact(size) : undefined
  if (short !== undefined) return `${sign}$${short}`
  if (size === 0n) return '$0'
  if (size < 10_000n) return `${sign}$${smallDecimal(size)}`
  // $999.996 is not "$1,000.00": what rounds to a thousand is written like a thousand.
  return `${sign}$${decimal(size, size < 999_995_000n ? 2 : 0)}`
}
