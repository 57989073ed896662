import type { Unit } from '#core/metric/metric.ts'

export type Scale = {
  readonly ticks: readonly number[]
  readonly bottom: number
  readonly top: number
}

/** Below this no tick makes sense: a cent, one person. */
const SMALLEST: Record<Unit, number> = {
  count: 1,
  people: 1,
  tokens: 1,
  characters: 1,
  usd_micros: 10_000,
  usd_micros_each: 1,
  usd_micros_month: 10_000,
  seats: 1,
  ratio: 0.01,
  seconds: 1,
  share: 0.01,
}

/**
 * About four round ticks. The domain ends 4 % above the data and not at the next tick, which
 * would waste up to a third of the plot.
 */
export function scaleFor(values: readonly number[], unit: Unit): Scale {
  const max = values.reduce((most, value) => Math.max(most, value), 0)
  const min = values.reduce((least, value) => Math.min(least, value), 0)
  const span = max - min
  if (span === 0) return { ticks: [0], bottom: 0, top: 1 }
  const step = niceStep(span, SMALLEST[unit])
  const [above, below] = [Math.floor((max * 1.04) / step + 1e-9), Math.floor(-min / step + 1e-9)]
  const ticks = Array.from({ length: above + below + 1 }, (_, index) =>
    Number(((index - below) * step).toPrecision(12)),
  )
  return { ticks, bottom: min * 1.04, top: Math.max(max * 1.04, above * step) }
}

function niceStep(span: number, smallest: number): number {
  const power = 10 ** Math.floor(Math.log10(span / 4))
  const candidates = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .filter((step) => step >= smallest && isMultiple(step, smallest))
  let best = smallest
  let distance = Infinity
  for (const step of candidates) {
    // Halves of five read worse than fifths: only when nothing else comes close.
    const awkward = String(step).startsWith('25') ? 0.2 : 0
    const off = Math.abs(Math.floor(span / step) - 4) + awkward
    if (off < distance) [best, distance] = [step, off]
  }
  return best
}

function isMultiple(step: number, smallest: number): boolean {
  const times = step / smallest
  return Math.abs(times - Math.round(times)) < 1e-9
}

/** Every k-th of the candidates, k as small as keeps `room` pixels between neighbours. */
export function thin(candidates: readonly number[], pixelsEach: number, room: number): number[] {
  const [first = 0, second = first] = candidates
  const gap = candidates.length < 2 ? Infinity : (second - first) * pixelsEach
  const stride = Math.max(1, Math.ceil(room / gap))
  return candidates.filter((_, index) => index % stride === 0)
}
