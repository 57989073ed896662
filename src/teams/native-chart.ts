import type {
  IDonutChart,
  IGaugeChart,
  IGroupedVerticalBarChart,
  IHorizontalBarChart,
  ILineChart,
} from '@microsoft/teams.cards'

import { counterparts } from '#core/chart/align.ts'
import { gaugeParts, gaugeShare } from '#core/chart/alt-gauge.ts'
import { longest } from '#core/chart/beyond.ts'
import type {
  BarsChart,
  Chart,
  CompareChart,
  GaugeChart,
  LinesChart,
  MultiplesChart,
  ShareChart,
  StacksChart,
} from '#core/chart/chart.ts'
import { shortBucket } from '#core/chart/dates.ts'
import { shortValue } from '#core/chart/format.ts'
import { shares } from '#core/chart/shares.ts'
import { capitalised } from '#core/message/english.ts'
import type { Value } from '#core/metric/metric.ts'

import { colour, distinct, known, percent, titled, UNITS } from './native-frame.ts'

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards */
export type NativeChart =
  | ILineChart
  | IHorizontalBarChart
  | IGroupedVerticalBarChart
  | IDonutChart
  | IGaugeChart

/** The known stretch with its days; undefined where it has a gap, which would be drawn as a line across. */
function stretch(values: readonly Value[], days: readonly string[], scale: number) {
  const first = values.findIndex((value) => value !== null)
  const last = values.findLastIndex((value) => value !== null)
  const span: readonly Value[] = first < 0 ? [] : values.slice(first, last + 1)
  return known(span)
    ? span.map((value, at) => ({ x: days[first + at] ?? '', y: value / scale }))
    : undefined
}

function line(chart: LinesChart): ILineChart | undefined {
  const { label, scale } = UNITS[chart.unit]
  const days = chart.now.map(({ from }) => from)
  const now = stretch(
    chart.now.map(({ value }) => value),
    days,
    scale,
  )
  const before = stretch(counterparts(chart), days, scale) ?? []
  if (now === undefined || now.length < 2) return undefined
  return {
    type: 'Chart.Line',
    ...titled(chart),
    yAxisTitle: label,
    data: [
      { legend: 'This period', values: now, color: colour(0) },
      ...(before.length > 1
        ? [{ legend: 'Before', values: before, color: 'neutral' as const }]
        : []),
    ],
  }
}

/** Each line whole, or none: one that is missing would seem to have nothing. */
function beside(chart: CompareChart | MultiplesChart): ILineChart | undefined {
  const { label, scale } = UNITS[chart.unit]
  const lines = chart.series.map(({ values }) => stretch(values, chart.buckets, scale))
  const whole = lines.every((values) => values !== undefined && values.length > 1)
  if (!whole || !distinct(chart.series.map(({ label: name }) => name))) return undefined
  return {
    type: 'Chart.Line',
    ...titled(chart),
    yAxisTitle: label,
    data: chart.series.map(({ label: legend }, at) => ({
      legend,
      values: lines[at] ?? [],
      color: colour(at),
    })),
  }
}

/** All the others together are told and not drawn where they would make stubs of the rest. */
function bar(chart: BarsChart): IHorizontalBarChart | undefined {
  const { rows, unit } = chart
  if (rows.length === 0 || !distinct(rows.map(({ label }) => label))) return undefined
  const { label, scale } = UNITS[unit]
  const most = longest(rows)
  const told = rows
    .filter(({ now }) => now > most)
    .map((row) => `${row.label}: ${shortValue(row.now, unit)} together`)
  return {
    type: 'Chart.HorizontalBar',
    ...titled(chart),
    xAxisTitle: [label, ...told].join(', '),
    displayMode: 'AbsoluteWithAxis',
    data: rows
      .filter(({ now }) => now <= most)
      .map(({ label, now, role }) => ({ x: label, y: now / scale, color: colour(0, role) })),
  }
}

/** Beyond so many bars, Teams writes a letter or two below each. */
const MOST_BARS = 14

/** Parts of one whole are a ring; of several, one bar each, stacked to a hundred. */
function stack(chart: ShareChart): IGroupedVerticalBarChart | IDonutChart | undefined {
  const { buckets, series } = chart
  const parts = shares(chart)
  const whole = parts.every(known)
  const fits = buckets.length > 0 && buckets.length <= MOST_BARS
  if (!fits || !whole || !distinct(series.map(({ label }) => label))) return undefined
  const share = (of: number, bucket: number) => percent(parts[of]?.[bucket] ?? 0)
  if (buckets.length === 1)
    return {
      type: 'Chart.Donut',
      ...titled(chart),
      data: series.map(({ label, role }, at) => ({
        legend: `${label} (%)`,
        value: share(at, 0),
        color: colour(at, role),
      })),
    }
  return {
    type: 'Chart.VerticalBar.Grouped',
    ...titled(chart),
    stacked: true,
    yAxisTitle: 'Share, %',
    yMax: 100,
    data: series.map(({ label, role }, at) => ({
      legend: label,
      color: colour(at, role),
      values: buckets.map((bucket, index) => ({
        x: shortBucket(bucket, chart.grain),
        y: share(at, index),
      })),
    })),
  }
}

/** One bar each, with its parts on top of one another. */
function stacked(chart: StacksChart): IGroupedVerticalBarChart | undefined {
  const { bars, parts } = chart
  const named =
    distinct(bars.map(({ label }) => label)) && distinct(parts.map(({ label }) => label))
  if (bars.length === 0 || !named) return undefined
  const { label: unit, scale } = UNITS[chart.unit]
  return {
    type: 'Chart.VerticalBar.Grouped',
    ...titled(chart),
    stacked: true,
    yAxisTitle: unit,
    data: parts.map(({ label, role }, part) => ({
      legend: label,
      color: colour(part, role),
      values: bars.map(({ label: x, values }) => ({ x, y: (values[part] ?? 0) / scale })),
    })),
  }
}

/**
 * Its arc ends at the whole: what is more has no place on it. Clients write a share with two decimals
 * or none, so only whole percents are left to them; else they write both numbers.
 */
function gauge(chart: GaugeChart): IGaugeChart | undefined {
  const { used, whole, usedHead } = chart
  if (used < 0 || used > whole) return undefined
  const { scale } = UNITS[chart.unit]
  const percents = /^(\d+)%$/.exec(gaugeShare(chart))?.[1]
  const [max, value] =
    percents === undefined ? [whole / scale, used / scale] : [100, Number(percents)]
  const segments = [
    { legend: capitalised(usedHead), size: value, color: colour(0) },
    { legend: `Not ${usedHead}`, size: max - value, color: 'neutral' as const },
  ]
  return {
    type: 'Chart.Gauge',
    ...titled(chart),
    min: 0,
    max,
    value,
    valueFormat: percents === undefined ? 'Fraction' : 'Percentage',
    subLabel: gaugeParts(chart),
    segments: segments.filter(({ size }) => size > 0),
  }
}

/** The chart as Teams draws it itself; undefined where it would say something else than the picture. */
export function nativeChart(chart: Chart): NativeChart | undefined {
  switch (chart.kind) {
    case 'lines':
      return line(chart)
    case 'bars':
      return bar(chart)
    case 'share':
      return stack(chart)
    case 'stacks':
      return stacked(chart)
    case 'gauge':
      return gauge(chart)
    case 'changes':
    case 'heat':
    case 'lorenz':
    case 'course':
    case 'intervals':
    case 'scatter':
    case 'strip':
      // Its bars begin at zero and go one way.
      return undefined
    case 'compare':
    case 'multiples':
      return beside(chart)
  }
}
