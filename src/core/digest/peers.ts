import { middle } from '#core/insight/middle.ts'
import type { Value } from '#core/metric/metric.ts'

/** With fewer others their middle says more of them than of what moved everyone. */
export const FEWEST_PEERS = 8

/** The middle of sorted numbers without the one at `skip`. */
function middleWithout(sorted: readonly number[], skip: number): number {
  const left = sorted.length - 1
  const at = (n: number) => sorted[n < skip ? n : n + 1] ?? 0
  const upper = at(Math.floor(left / 2))
  return left % 2 === 1 ? upper : (upper + at(left / 2 - 1)) / 2
}

/**
 * Each series without what moved the others that week: their middle deviation, its own left out. What
 * everyone shares (a holiday, a release, an outage) is gone from it. As they are where others are few.
 */
export function besidePeers(all: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const levels = all.map((values) => middle(values.filter((value) => value !== null)))
  const adjusted = all.map((values) => [...values])
  const weeks = Math.max(0, ...all.map(({ length }) => length))
  for (let week = 0; week < weeks; week++) {
    const there = all.flatMap((values, series) => {
      const value = values[week]
      return value === null || value === undefined
        ? []
        : [{ series, off: value - (levels[series] ?? 0) }]
    })
    if (there.length <= FEWEST_PEERS) continue
    there.sort((a, b) => a.off - b.off)
    const sorted = there.map(({ off }) => off)
    for (const [rank, { series }] of there.entries()) {
      const own = adjusted[series]
      const value = all[series]?.[week]
      if (own && value !== null && value !== undefined)
        own[week] = value - middleWithout(sorted, rank)
    }
  }
  return adjusted
}
