import { formatValue } from '#core/metric/format.ts'
import type { Unit } from '#core/metric/metric.ts'
import { isMoney } from '#core/metric/unit.ts'

const MICROS = 1_000_000
const SUFFIXES = [
  [1e3, 'k'],
  [1e6, 'M'],
  [1e9, 'B'],
  [1e12, 'T'],
] as const

const grouped = (whole: number): string => whole.toFixed(0).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** 9,999 in full; from there on 18.4k, 1.2M. `amount` is not negative. */
function compact(amount: number): string {
  if (amount < 9999.5) return grouped(amount)
  const [scale, suffix] =
    SUFFIXES.find(([step]) => amount < step * 999.95) ?? SUFFIXES[SUFFIXES.length - 1]!
  return `${(amount / scale).toFixed(1)}${suffix}`
}

function plainNumber(amount: number): string {
  if (Number.isInteger(amount) || amount >= 9.95) return compact(amount)
  return amount < 0.05 ? '<0.1' : amount.toFixed(1)
}

/** Rounded as in a message's table: `toFixed` takes half a cent down where the number is binary. */
const formatCents = (amount: number): string =>
  amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Cents up to a hundred dollars, unless they stand beside an amount that is shown without. */
function dollars(amount: number, largest: number): string {
  const cents = largest < 99.995
  if (amount === 0) return '$0'
  if (amount < (cents ? 0.005 : 0.5)) return cents ? '<$0.01' : '<$1'
  return `$${cents ? formatCents(amount) : compact(amount)}`
}

/** Short, for axes and labels: `$18.4k`, `1,284`, `1.2M`. Money comes in micro-dollars. */
export function shortValue(value: number, unit: Unit): string {
  return formatBeside(value, unit, value)
}

/** Values that are read together, all with cents or all without. */
export function formatAlike(values: readonly number[], unit: Unit): string[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return values.map((value) => formatBeside(value, unit, largest))
}

/** The same with their sign: `+$1.2k`, `−$40`. */
export function formatChanges(changes: readonly number[], unit: Unit): string[] {
  return formatAlike(changes, unit).map((text, index) =>
    (changes[index] ?? 0) > 0 ? `+${text}` : text,
  )
}

type Written = (amount: number, largest: number) => string

const plain: Written = (amount) => plainNumber(amount)

const BY_UNIT: Record<Unit, Written> = {
  count: plain,
  people: plain,
  tokens: plain,
  characters: plain,
  usd_micros: (amount, largest) => dollars(amount / MICROS, largest / MICROS),
  usd_micros_each: (amount, largest) =>
    amount > 0 && largest < MICROS / 100
      ? `$${Number((amount / MICROS).toPrecision(2))}`
      : dollars(amount / MICROS, largest / MICROS),
  usd_micros_month: (amount, largest) => dollars(amount / MICROS, largest / MICROS),
  seats: plain,
  ratio: (amount) => (amount < 9.995 ? `${Number(amount.toFixed(2))}` : plainNumber(amount)),
  seconds: (amount) => formatValue('seconds', amount),
  share: (amount) => formatShare(amount),
}

function formatBeside(value: number, unit: Unit, largest: number): string {
  const text = BY_UNIT[unit](Math.abs(value), Math.abs(largest))
  return value < 0 ? `−${text}` : text
}

/** The labels of one axis, all in the same scale and with the same decimals. */
export function formatTicks(ticks: readonly number[], unit: Unit): string[] {
  if (unit === 'seconds') return ticks.map((tick) => formatValue(unit, tick))
  if (unit === 'share') return ticks.map((tick) => `${Math.round(tick * 100)}%`)
  const money = isMoney(unit)
  const amounts = ticks.map((tick) => (money ? tick / MICROS : tick))
  const largest = Math.max(0, ...amounts.map(Math.abs))
  const [scale, suffix] =
    largest < 10_000 ? ([1, ''] as const) : SUFFIXES.findLast(([step]) => largest >= step)!
  const even = (decimals: number): boolean =>
    amounts.every((amount) => {
      const shifted = (amount / scale) * 10 ** decimals
      return Math.abs(shifted - Math.round(shifted)) < 1e-6
    })
  const few = even(0) ? 0 : even(1) && !(money && scale === 1) ? 1 : 2
  // A message may cost a fraction of a cent.
  const decimals = few === 2 ? ([2, 3, 4, 5].find(even) ?? 6) : few
  return amounts.map((amount) => {
    if (amount === 0) return money ? '$0' : '0'
    const scaled = Math.abs(amount) / scale
    const text = decimals === 0 ? grouped(scaled) : scaled.toFixed(decimals)
    return `${amount < 0 ? '−' : ''}${money ? '$' : ''}${text}${suffix}`
  })
}

/** A share between 0 and 1: `31%`, `<1%`, `>99%`. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  if (share > 0 && percent === 0) return '<1%'
  if (share < 1 && percent === 100) return '>99%'
  return `${percent}%`
}
