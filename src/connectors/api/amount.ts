import { microsFromDecimal, picosFromDecimal } from '#core/money/money.ts'

/** A vendor's number as decimal text: what it wrote, for every number of 15 digits or fewer. */
export type Amount = string | number

const DECIMAL = /^([+-]?\d+(?:\.\d+)?)(?:e([+-]?\d+))?$/i

/** A decimal amount of cents as dollars, exactly: `12.345` → `12.345e-2`. */
function dollars(cents: Amount): string {
  const [, mantissa = 'none', exponent = '0'] = DECIMAL.exec(String(cents).trim()) ?? []
  return `${mantissa}e${Number(exponent) - 2}`
}

/** Picodollars of dollars; undefined when it is no decimal number. */
export function picosOfDollars(amount: Amount): bigint | undefined {
  return picosFromDecimal(String(amount).trim())
}

/** Picodollars of cents, fractions of a cent included. */
export function picosOfCents(amount: Amount): bigint | undefined {
  return picosFromDecimal(dollars(amount))
}

/** Whole micro-dollars of cents, half to even. */
export function microsOfCents(amount: Amount): bigint | undefined {
  return microsFromDecimal(dollars(amount))
}

/** Picodollars as a plain decimal of dollars: `0.0125`. */
export function dollarsOfPicos(picos: bigint): string {
  const size = (picos < 0n ? -picos : picos).toString().padStart(13, '0')
  const fraction = size.slice(-12).replace(/0+$/, '')
  return `${picos < 0n ? '-' : ''}${size.slice(0, -12)}${fraction === '' ? '' : `.${fraction}`}`
}
