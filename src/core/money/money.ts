const PICOS_PER_USD_DIGITS = 12
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
