import { formatTicks } from '#core/chart/format.ts'
import type { Unit, Value } from '#core/metric/metric.ts'

import type { Spec } from './plot.ts'
import { type Scale } from './scale.ts'
import type { Theme } from './theme.ts'

export type LinesData = {
  readonly now: readonly Value[]
  readonly before: readonly Value[]
  /** Stretches of the axis with a darker ground, as positions. */
  readonly bands: readonly { readonly from: number; readonly to: number }[]
  readonly scale: Scale
  readonly unit: Unit
  /** Ticks of the time axis: bucket number and label. */
  readonly dates: readonly { readonly at: number; readonly label: string }[]
}

type Mark = { readonly x: number; readonly run: number }

/** Neighbours that are both known, as runs: a line never crosses a gap. */
function runs<Item>(items: readonly (Item | null)[]): (Mark & { readonly item: Item })[] {
  let run = 0
  return items.flatMap((item, x) => {
    if (item === null) run += 1
    return item === null ? [] : [{ x, run, item }]
  })
}

function split<Item>(items: readonly (Item | null)[]): {
  readonly joined: (Mark & { item: Item })[]
  readonly alone: (Mark & { item: Item })[]
} {
  const marks = runs(items)
  const single = ({ run }: Mark): boolean => marks.filter((mark) => mark.run === run).length === 1
  return { joined: marks.filter((mark) => !single(mark)), alone: marks.filter(single) }
}

const X = { field: 'x', type: 'quantitative' }
const Y = { field: 'item', type: 'quantitative' }
const RUN = { field: 'run', type: 'nominal' }

/** Buckets are numbered, not dated, so that no zone and no summer time can shift a mark. */
export function linesSpec(data: LinesData, theme: Theme): Spec {
  const { now, before, bands, scale } = data
  const differences = now.map((value, index) => {
    const other = before[index] ?? null
    return value === null || other === null ? null : { low: other, high: value }
  })
  const [line, context, tint] = [split(now), split(before), split(differences)]
  return {
    layer: [
      {
        data: { values: bands },
        mark: { type: 'rect', color: theme.band },
        encoding: { x: { ...X, field: 'from' }, x2: { field: 'to' } },
      },
      {
        data: { values: tint.joined },
        mark: { type: 'area', color: theme.tint, opacity: 0.75 },
        encoding: {
          x: { ...X, scale: timeScale(now.length), axis: timeAxis(data.dates) },
          y: { ...Y, field: 'item.low', scale: valueScale(scale), axis: valueAxis(data) },
          y2: { field: 'item.high' },
          detail: RUN,
        },
      },
      ...marks(context, { color: theme.context, width: 2 }),
      ...marks(line, { color: theme.accent, width: 2.75 }),
    ],
  }
}

function marks(
  { joined, alone }: ReturnType<typeof split>,
  { color, width }: { readonly color: string; readonly width: number },
): Spec[] {
  return [
    {
      data: { values: joined },
      mark: { type: 'line', color, strokeWidth: width },
      encoding: { x: X, y: Y, detail: RUN },
    },
    {
      data: { values: alone },
      mark: { type: 'point', filled: true, opacity: 1, color, size: 16 * width },
      encoding: { x: X, y: Y },
    },
  ]
}

// `nice` survives an explicit domain when another layer in the view declares none.
const timeScale = (buckets: number): Spec => ({
  domain: [-0.5, buckets - 0.5],
  nice: false,
  zero: false,
})
const valueScale = ({ bottom, top }: Scale): Spec => ({ domain: [bottom, top], nice: false })

/** Labels are looked up by value: the formatting is ours, and no text enters an expression. */
const lookup = (pairs: readonly (readonly [number, string])[]): string =>
  `${JSON.stringify(Object.fromEntries(pairs))}[datum.value]`

function timeAxis(dates: LinesData['dates']): Spec {
  return {
    values: dates.map(({ at }) => at),
    labelExpr: lookup(dates.map(({ at, label }) => [at, label])),
    labelOverlap: false,
    grid: false,
  }
}

function valueAxis({ scale, unit }: LinesData): Spec {
  const labels = formatTicks(scale.ticks, unit)
  return {
    values: scale.ticks,
    labelExpr: lookup(scale.ticks.map((tick, index) => [tick, labels[index] ?? ''])),
    labelOverlap: false,
  }
}
