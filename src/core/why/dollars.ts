import { apportion } from './apportion.ts'

const CENT = 10_000n

/** Whole cents, half away from zero. */
export function cents(micros: bigint): bigint {
  const size = micros < 0n ? -micros : micros
  const whole = (size + CENT / 2n) / CENT
  return micros < 0n ? -whole : whole
}

/** `parts` in whole cents that add up to `total` cents; what is exactly 0 stays 0. */
export function inCents(parts: readonly bigint[], total: bigint): readonly bigint[] {
  const off = total * CENT - parts.reduce((sum, part) => sum + part, 0n)
  const sizes = parts.map((part) => (part < 0n ? -part : part))
  const largest = sizes.reduce((at, size, index) => (size > (sizes[at] ?? 0n) ? index : at), 0)
  const even = parts.map((part, at) => (at === largest ? part + off : part))
  return apportion(even, CENT)
}

/** `$1,204.10`, `−$3.00`; with `signed` also `+$1,204.10`. */
export function dollars(amount: bigint, { signed = false } = {}): string {
  const size = amount < 0n ? -amount : amount
  const whole = (size / 100n).toLocaleString('en-US')
  const sign = amount < 0n ? '−' : signed && amount > 0n ? '+' : ''
  return `${sign}$${whole}.${String(size % 100n).padStart(2, '0')}`
}
