import type { Block } from '@slack/types'

import { longest } from '#core/chart/beyond.ts'
import type { BarsChart, Chart } from '#core/chart/chart.ts'
import { shortBucket } from '#core/chart/dates.ts'
import { shortValue } from '#core/chart/format.ts'
import type { Unit, Value } from '#core/metric/metric.ts'

import { cut, NATIVE_LABEL, NATIVE_POINTS, NATIVE_SERIES, NATIVE_TITLE } from './limits.ts'

type Point = { readonly label: string; readonly value: number }
type Series = { readonly name: string; readonly data: readonly Point[] }

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, which @slack/types 3.2 lacks. */
export type NativeChart = Block & {
  type: 'data_visualization'
  title: string
  chart: {
    type: 'line' | 'bar' | 'area'
    series: readonly Series[]
    axis_config: { categories: readonly string[]; x_label?: string; y_label: string }
  }
}

const UNITS: Record<Unit, { readonly label: string; readonly scale: number }> = {
  count: { label: 'Count', scale: 1 },
  people: { label: 'People', scale: 1 },
  tokens: { label: 'Tokens', scale: 1 },
  characters: { label: 'Characters', scale: 1 },
  usd_micros: { label: 'US dollars', scale: 1_000_000 },
  usd_micros_each: { label: 'US dollars', scale: 1_000_000 },
  usd_micros_month: { label: 'US dollars a month', scale: 1_000_000 },
  seats: { label: 'Seats', scale: 1 },
  seconds: { label: 'Minutes', scale: 60 },
  ratio: { label: 'Ratio', scale: 1 },
  share: { label: 'Percent', scale: 0.01 },
}

type Drawn = {
  readonly type: NativeChart['chart']['type']
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly Value[] }[]
  /** What is not drawn, told in words. */
  readonly told?: string
}

/** The rows as bars, but for all the others together where they would make stubs of the rest. */
function bars({ rows, unit }: BarsChart): Drawn {
  const most = longest(rows)
  const drawn = rows.filter(({ now }) => now <= most)
  const beyond = rows.filter(({ now }) => now > most)
  const told = beyond.map(({ label, now }) => `${label}: ${shortValue(now, unit)} together`)
  return {
    type: 'bar',
    categories: drawn.map(({ label }) => label),
    series: [
      { name: 'This period', values: drawn.map(({ now }) => now) },
      { name: 'Before', values: drawn.map(({ before }) => before) },
    ],
    ...(told.length > 0 && { told: told.join(', ') }),
  }
}

/** Nothing is said of what Slack makes of amounts below zero; what has no axis of its own it can't draw. */
function drawn(chart: Chart): Drawn | undefined {
  switch (chart.kind) {
    case 'lines':
      return {
        type: 'line',
        categories: chart.now.map(({ from }) => shortBucket(from, chart.grain)),
        series: [
          { name: 'This period', values: chart.now.map(({ value }) => value) },
          { name: 'Before', values: chart.before.map(({ value }) => value) },
        ],
      }
    case 'bars':
      return bars(chart)
    case 'changes':
    case 'heat':
    case 'lorenz':
    case 'gauge':
    case 'course':
    case 'intervals':
    case 'scatter':
    case 'strip':
      return undefined
    case 'compare':
    case 'multiples':
      return {
        type: 'line',
        categories: chart.buckets.map((bucket) => shortBucket(bucket, chart.grain)),
        series: chart.series.map(({ label, values }) => ({ name: label, values })),
      }
    case 'stacks':
      return {
        type: 'bar',
        categories: chart.bars.map(({ label }) => label),
        series: chart.parts.map(({ label }, part) => ({
          name: label,
          values: chart.bars.map(({ values }) => values[part] ?? 0),
        })),
      }
    case 'share':
      return {
        type: 'area',
        categories: chart.buckets.map((bucket) => shortBucket(bucket, chart.grain)),
        series: chart.series.map(({ label, values }) => ({ name: label, values })),
      }
  }
}

const distinct = (names: readonly string[]) => new Set(names).size === names.length

const whole = (values: readonly Value[], length: number): values is readonly number[] =>
  values.length === length && values.every((value) => value !== null)

/**
 * The chart as a block Slack draws itself; undefined when it does not fit. A gap can't be written,
 * so a series with one is left out if it is only the comparison, and the chart is given up else.
 */
export function nativeChart(chart: Chart): NativeChart | undefined {
  const picture = drawn(chart)
  if (picture === undefined) return undefined
  const { type, categories, series, told } = picture
  const labels = categories.map((label) => cut(label, NATIVE_LABEL))
  // Only what a period is compared with may be left out.
  const optional = chart.kind === 'lines' || chart.kind === 'bars' ? 1 : 0
  const shown = series.filter(
    ({ values }, index) => index < series.length - optional || whole(values, labels.length),
  )
  const names = shown.map(({ name }) => cut(name, NATIVE_LABEL))
  const fits =
    labels.length >= 1 &&
    labels.length <= NATIVE_POINTS &&
    shown.length >= 1 &&
    shown.length <= NATIVE_SERIES &&
    [...labels, ...names].every((name) => name !== '') &&
    distinct(labels) &&
    distinct(names)
  if (!fits) return undefined
  const { label, scale } = UNITS[chart.unit]
  const written: Series[] = []
  for (const [index, { values }] of shown.entries()) {
    if (!whole(values, labels.length)) return undefined
    written.push({
      name: names[index] ?? '',
      data: values.map((value, at) => ({ label: labels[at] ?? '', value: value / scale })),
    })
  }
  return {
    type: 'data_visualization',
    title: cut(chart.title === '' ? chart.subtitle || label : chart.title, NATIVE_TITLE),
    chart: {
      type,
      series: written,
      axis_config: {
        categories: labels,
        ...(told !== undefined && { x_label: cut(told, NATIVE_TITLE) }),
        y_label: label,
      },
    },
  }
}
