import type { Unit } from './metric.ts'

/** Parts of a count of distinct people do not add up: one person may be in several. Nor do ratios. */
const ADDS_UP: Readonly<Record<Unit, boolean>> = {
  count: true,
  people: false,
  tokens: true,
  characters: true,
  usd_micros: true,
  usd_micros_each: false,
  ratio: false,
  seconds: false,
  share: false,
}

/** Whether the parts of such a number add up to the whole. */
export function addsUp(unit: Unit): boolean {
  return ADDS_UP[unit]
}

/** Whether such a number is whole. */
export function isWhole(unit: Unit): boolean {
  return addsUp(unit) || unit === 'usd_micros_each'
}
