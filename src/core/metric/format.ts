import type { Unit, Value } from '#core/metric/metric.ts'

const MICROS = 1_000_000

const grouped = (value: number, decimals: number): string =>
  value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })

function dollars(micros: number): string {
  const size = Math.abs(micros) / MICROS
  const sign = micros < 0 ? '−' : ''
  if (size > 0 && size < 0.01) return `${sign}<$0.01`
  // Cents stop mattering at a hundred dollars; zero needs none.
  return `${sign}$${grouped(size, size === 0 || size >= 99.995 ? 0 : 2)}`
}

const SCALES = [
  { from: 999_500_000_000, divisor: 1_000_000_000_000, letter: 'T' },
  { from: 999_500_000, divisor: 1_000_000_000, letter: 'B' },
  { from: 999_500, divisor: 1_000_000, letter: 'M' },
  { from: 100_000, divisor: 1000, letter: 'k' },
] as const

/** Three significant figures above a hundred thousand: nobody reads a token count to the unit. */
function compact(value: number): string {
  const scale = SCALES.find(({ from }) => Math.abs(value) >= from)
  if (!scale) return grouped(value, 0)
  return `${Number((value / scale.divisor).toPrecision(3))}${scale.letter}`
}

/** Two decimals say enough below ten, and one below a hundred. */
function ratio(value: number): string {
  const size = Math.abs(value)
  if (size > 0 && size < 0.005) return value < 0 ? '>−0.01' : '<0.01'
  if (size >= 99.95) return compact(value)
  return grouped(value, Number.isInteger(value) ? 0 : size < 9.995 ? 2 : 1)
}

/** `45 s`, `8 min`, `1 h 5 min`. */
function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (seconds < 59.5) return `${grouped(seconds, 0)} s`
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return `${grouped(Math.floor(minutes / 60), 0)} h${rest > 0 ? ` ${rest} min` : ''}`
}

/** `31%`, `3.4%`, `<0.1%`. */
function share(value: number): string {
  const percent = value * 100
  if (percent > 0 && percent < 0.05) return '<0.1%'
  if (percent < 100 && percent >= 99.5) return '>99%'
  return `${grouped(percent, percent === 0 || percent >= 9.95 ? 0 : 1)}%`
}

/** A message may cost a fraction of a cent. */
function smallDollars(micros: number): string {
  const size = Math.abs(micros) / MICROS
  if (size === 0 || size >= 0.01) return dollars(micros)
  return `${micros < 0 ? '−' : ''}$${Number(size.toPrecision(2))}`
}

const BY_UNIT: Record<Unit, (value: number) => string> = {
  count: (value) => grouped(value, 0),
  people: (value) => grouped(value, 0),
  tokens: compact,
  characters: compact,
  usd_micros: dollars,
  usd_micros_each: smallDollars,
  usd_micros_month: dollars,
  seats: (value) => grouped(value, 0),
  ratio,
  seconds: duration,
  share,
}

/** A number as people read it: "1,204", "$4,210", "$42.10", "1.24M"; "not known" for null. */
export function formatValue(unit: Unit, value: Value): string {
  return value === null ? 'not known' : BY_UNIT[unit](value)
}
