import type { Unit } from './metric.ts'

/** Parts of a count of distinct people do not add up: one person may be in several. Nor do ratios. */
const ADDS_UP: Readonly<Record<Unit, boolean>> = {
  count: true,
  people: false,
  tokens: true,
  characters: true,
  usd_micros: true,
  usd_micros_each: false,
  usd_micros_month: true,
  seats: true,
  ratio: false,
  seconds: false,
  share: false,
}

/** Whether the parts of such a number add up to the whole. */
export function addsUp(unit: Unit): boolean {
  return ADDS_UP[unit]
}

/** Whether such a number is as of a day: it does not grow with the days of a period. */
export function isStock(unit: Unit): boolean {
  return unit === 'seats' || unit === 'usd_micros_month'
}

/** Whether it is money, in whole millionths of a dollar. */
export function isMoney(unit: Unit): boolean {
  return unit === 'usd_micros' || unit === 'usd_micros_each' || unit === 'usd_micros_month'
}

/** Whether such a number is whole. */
export function isWhole(unit: Unit): boolean {
  return addsUp(unit) || unit === 'usd_micros_each'
}
