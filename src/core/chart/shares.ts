import type { Value } from '#core/metric/metric.ts'

import type { ShareChart } from './chart.ts'

/**
 * Each series' share (0 to 1) of each bucket. A bucket is null throughout when one of its parts
 * is unknown, since a share of an unknown whole would overstate the rest, and when nothing was used.
 */
export function shares({
  buckets,
  series,
}: Pick<ShareChart, 'buckets' | 'series'>): readonly (readonly Value[])[] {
  const totals = buckets.map((_, bucket) =>
    series.reduce<Value>((total, { values }) => {
      const value = values[bucket] ?? null
      return total === null || value === null ? null : total + Math.max(0, value)
    }, 0),
  )
  return series.map(({ values }) =>
    totals.map((total, bucket) =>
      total === null || total === 0 ? null : Math.max(0, values[bucket] ?? 0) / total,
    ),
  )
}

/** The first and the last bucket that can be divided; undefined when none can. */
export function knownSpan(
  parts: readonly (readonly Value[])[],
): { readonly first: number; readonly last: number } | undefined {
  const known = (parts[0] ?? []).flatMap((part, bucket) => (part === null ? [] : [bucket]))
  const [first] = known
  return first === undefined ? undefined : { first, last: known[known.length - 1] ?? first }
}
