import type { Value } from '#core/metric/metric.ts'

import { gaps, measured } from './alt-lines.ts'
import type { CompareChart, MultiplesChart } from './chart.ts'
import { bucketRange, shortBucket } from './dates.ts'
import { formatAlike } from './format.ts'
import { cut } from './text.ts'

/** The mean of what is known; null of nothing. */
export function meanOf(values: readonly Value[]): Value {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** Each line by its mean, first and last; and the days without data. */
export function compareAlt(
  chart: Omit<CompareChart, 'alt'> | Omit<MultiplesChart, 'alt'>,
): readonly string[] {
  const { buckets, series, grain, unit } = chart
  const [from, to] = [buckets[0] ?? '', buckets[buckets.length - 1] ?? '']
  const what = chart.kind === 'multiples' ? 'Small line charts on one scale' : 'Line chart'
  const start = `${what}${measured(chart.subtitle)}`
  if (series.every(({ values }) => meanOf(values) === null)) return [`${start}. No data.`]
  const each = series.map(({ label, values }) => {
    const known = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]))
    const [first, last, mean] = [known[0], known.at(-1), meanOf(values)]
    if (!first || !last || mean === null) return `${cut(label, 40)}: no data.`
    const [average, began, ended] = formatAlike([mean, first.value, last.value], unit)
    const day = (at: number) => shortBucket(buckets[at] ?? '', grain)
    const points = values.map((value, at) => ({ from: buckets[at] ?? '', value }))
    return [
      `${cut(label, 40)}: average ${average} a ${grain}, from ${began} (${day(first.at)}) to ${ended} (${day(last.at)}).`,
      ...gaps(points, grain),
    ].join(' ')
  })
  return [`${start}, ${bucketRange(from, to, { grain, withYear: true })}.`, ...each]
}
