import { formatShare } from '#core/chart/format.ts'
import { isNobodys, leader } from '#core/insight/split.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, Point } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'
import { bucketEnd } from '#core/time/grain.ts'

import type { Answered } from './answered.ts'
import { partOf, splitName } from './dimension.ts'
import { capitalised } from './english.ts'
import { subject } from './subject.ts'
import { lagging } from './when.ts'

/** The finding of a split: who leads. */
export function splitTitle(measurement: Measurement, answered: Answered): string {
  const { by, metric } = measurement
  const first = leader(measurement)
  const { name } = catalogue[metric]
  if (!by || !first || isNobodys(first.row))
    return titled(`${name.toLowerCase()} by ${by ? splitName(by) : 'group'}`, answered)
  const share = formatShare(first.share)
  return titled(`${partOf(first.row, by, share)} of ${name.toLowerCase()}`, answered)
}

export function titled(finding: string, { labels }: Answered): string {
  const whose = subject(labels)
  return `${whose}: ${finding}`
}

/** A bucket that is not over would look like a fall. */
export function finished(
  points: readonly Point[],
  { span, today, measured }: Answered,
): readonly Point[] {
  if (span.grain === 'day') return points.filter(({ from }) => from < today)
  // A day without data is a gap; a week that lacks some of its days would be a low week.
  const known = measured.tools.flatMap(({ dataThrough }) => dataThrough ?? [])
  const last = [addDays(today, -1), known.toSorted().at(-1) ?? today].toSorted()[0] ?? today
  return wholeBuckets(points, span).filter(({ from }) => bucketEnd(from as Day, span.grain) <= last)
}

/** A week or month that the period cuts short would be a low one. */
export function wholeBuckets(
  points: readonly Point[],
  { period, grain }: Pick<Answered['span'], 'period' | 'grain'>,
) {
  return points.filter(
    ({ from }) => from >= period.from && bucketEnd(from as Day, grain) <= period.to,
  )
}

/** A tool whose data ends early leaves the rest looking like a fall. */
export function ends(answered: Answered): readonly string[] {
  const late = lagging(answered)
  // Where all end together the footer says it.
  if (new Set(answered.measured.tools.map((tool) => tool.dataThrough)).size <= 1) return []
  return late.map(({ tool, dataThrough }) =>
    dataThrough === null
      ? `${tool}: no data`
      : `${tool}: to ${describeDay(dataThrough as Day)} only`,
  )
}

export function dollars({ unit }: Measurement): string {
  return unit === 'usd_micros' ? ', US dollars' : ''
}

export function footer({ measured, zone }: Answered): string {
  const through = measured.dataThrough
  const zones = new Set(measured.tools.map(({ bucketZone }) => bucketZone))
  const days = zones.size > 1 ? 'days as each tool counts them' : `days in ${[...zones][0] ?? zone}`
  return through === null
    ? capitalised(days)
    : `Data through ${describeDay(through as Day)}, ${days}`
}
