import type { Value } from '#core/metric/metric.ts'

import { type LinesData, timeAxis } from './lines-spec.ts'
import type { Spec } from './plot.ts'
import type { Theme } from './theme.ts'

export type ShareData = {
  readonly buckets: readonly string[]
  readonly dates: LinesData['dates']
  /** Per series, from the bottom up: its share of each bucket. */
  readonly parts: readonly (readonly Value[])[]
  readonly colors: readonly string[]
}

type Mark = {
  readonly series: number
  readonly run: number
  readonly x: number
  readonly low: number
  readonly high: number
}

/** Half a date: this near to an edge it begins or ends at its tick, as there is no margin for it. */
const NEAR = 20

/** A bucket between two gaps has no neighbour to draw an area to: it becomes a column this wide. */
const COLUMN = 0.7

export function shareSpec(data: ShareData, theme: Theme): Spec {
  const buckets = data.buckets.length
  const marks = stack(data.parts)
  const known = (x: number): boolean => (data.parts[0]?.[x] ?? null) !== null
  const single = ({ x }: Mark): boolean => !known(x - 1) && !known(x + 1)
  const domain = buckets === 1 ? [-COLUMN / 2, COLUMN / 2] : [0, buckets - 1]
  const within = (x: number): number => Math.min(domain[1]!, Math.max(domain[0]!, x))
  const columns = marks.filter(single).map(({ series, x, low, high }) => ({
    series,
    low,
    high,
    left: within(x - COLUMN / 2),
    right: within(x + COLUMN / 2),
  }))
  const edge = { stroke: theme.background, strokeWidth: 0.75 }
  const Y = { field: 'low', type: 'quantitative' }
  const color = {
    field: 'series',
    type: 'nominal',
    scale: { domain: data.colors.map((_, series) => series), range: data.colors },
    legend: null,
  }
  return {
    layer: [
      {
        data: { values: marks.filter((mark) => !single(mark)) },
        mark: { type: 'area', interpolate: 'monotone', opacity: 1, ...edge },
        encoding: {
          x: {
            field: 'x',
            type: 'quantitative',
            scale: { domain, nice: false, zero: false },
            axis: { ...timeAxis(data.dates), labelFlush: NEAR },
          },
          y: { ...Y, scale: { domain: [0, 1], nice: false }, axis: null },
          y2: { field: 'high' },
          color,
          detail: { field: 'run', type: 'nominal' },
        },
      },
      {
        data: { values: columns },
        mark: { type: 'rect', opacity: 1, ...edge },
        encoding: {
          x: { field: 'left', type: 'quantitative' },
          x2: { field: 'right' },
          y: Y,
          y2: { field: 'high' },
          color,
        },
      },
    ],
  }
}

function stack(parts: ShareData['parts']): Mark[] {
  const marks: Mark[] = []
  let run = 0
  for (const x of (parts[0] ?? []).keys()) {
    let low = 0
    if ((parts[0]?.[x] ?? null) === null) run += 1
    else {
      for (const [series, part] of parts.entries()) {
        const high = low + (part[x] ?? 0)
        marks.push({ series, run, x, low, high })
        low = high
      }
    }
  }
  return marks
}
