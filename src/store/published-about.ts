import type { MetricId } from '#core/metric/metric.ts'
import type { About } from '#core/metric/withheld.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import type { RoundedSum, Sum } from './published-cells.ts'

/** At most so far from either end, as a share of the number: one in a hundred. */
const NEAREST = 0.01

/** A number that is told rounded; undefined where it is not, or where the ends are too far apart to be of use. */
export type Abouts = (
  metric: MetricId,
  nodes: readonly string[],
  period: Period,
) => About | undefined

export function aboutsOf(sums: readonly Sum[], rounded: readonly RoundedSum[]): Abouts {
  const plain = sums.filter(({ split }) => split === 'none')
  const all = [...rounded, ...plain.map((sum) => ({ ...sum, most: sum.value }))]
  const told = Map.groupBy(all, ({ metric, node }) => `${metric} ${node}`)
  const some = new Set(rounded.map(({ metric }) => metric))
  return (metric, nodes, period) => {
    if (!some.has(metric)) return undefined
    const each = nodes.map((node) => tiled(told.get(`${metric} ${node}`) ?? [], period))
    if (each.length === 0) return undefined
    let [low, high] = [0, 0]
    for (const one of each) {
      if (!one) return undefined
      low += one.low
      high += one.high
    }
    return high - low <= NEAREST * (high + low) ? { low, high } : undefined
  }
}

type Ended = Period & { readonly value: number; readonly most: number }

/** Adds up what follows one another without a gap, as closely as can be. */
function tiled(sums: readonly Ended[], period: Period): About | undefined {
  const starting = Map.groupBy(sums, ({ from }) => from)
  const seen = new Map<Day, About | undefined>()
  const from = (day: Day): About | undefined => {
    if (day > period.to) return { low: 0, high: 0 }
    if (seen.has(day)) return seen.get(day)
    let best: About | undefined
    for (const { to, value, most } of starting.get(day) ?? []) {
      const rest = to <= period.to ? from(addDays(to, 1)) : undefined
      if (!rest) continue
      const found = { low: value + rest.low, high: most + rest.high }
      if (!best || found.high - found.low < best.high - best.low) best = found
    }
    seen.set(day, best)
    return best
  }
  return from(period.from)
}
