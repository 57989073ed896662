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
  /** Where something was noted. */
  readonly marks?: readonly number[]
}

type Mark<Item> = { readonly x: number; readonly run: number; readonly item: Item }

/** Neighbours that are both known are joined: a line never crosses a gap. The rest stand alone. */
function split<Item>(items: readonly (Item | null)[]): {
  readonly joined: readonly Mark<Item>[]
  readonly alone: readonly Mark<Item>[]
} {
  const runs: Mark<Item>[][] = []
  let open = false
  for (const [x, item] of items.entries()) {
    if (item !== null) {
      if (!open) runs.push([])
      runs[runs.length - 1]?.push({ x, run: runs.length, item })
    }
    open = item !== null
  }
  return {
    joined: runs.filter((run) => run.length > 1).flat(),
    alone: runs.filter((run) => run.length === 1).flat(),
  }
}

const X = { field: 'x', type: 'quantitative' }
const Y = { field: 'item', type: 'quantitative' }
const RUN = { field: 'run', type: 'nominal' }

/** Buckets are numbered, not dated, so that no zone and no summer time can shift a mark. */
export function linesSpec(data: LinesData, theme: Theme): Spec {
  const { now, before, bands, scale, marks: noted = [] } = data
  const differences = now.map((value, index) => {
    const other = before[index] ?? null
    return value === null || other === null ? null : { low: other, high: value }
  })
  // A year of weekdays and weekends would run into one stripe.
  const slim = now.length > 120 ? 0.5 : 1
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
      ...(noted.length === 0
        ? []
        : [
            {
              data: { values: noted.map((x) => ({ x })) },
              mark: { type: 'rule', color: theme.context, strokeDash: [3, 3], strokeWidth: 1.5 },
              encoding: { x: X },
            },
          ]),
      ...marks(context, { color: theme.context, width: 2 * slim }),
      ...marks(line, { color: theme.accent, width: 2.75 * slim }),
    ],
  }
}

export type CompareData = Omit<LinesData, 'now' | 'before'> & {
  readonly lines: readonly { readonly values: readonly Value[]; readonly color: string }[]
}

/** Several lines over the same buckets, the first on top. */
export function compareSpec(data: CompareData, theme: Theme): Spec {
  const { lines, bands, scale } = data
  const buckets = Math.max(1, ...lines.map(({ values }) => values.length))
  const width = buckets > 120 ? 1.5 : 2.5
  return {
    layer: [
      {
        data: { values: bands },
        mark: { type: 'rect', color: theme.band },
        encoding: { x: { ...X, field: 'from' }, x2: { field: 'to' } },
      },
      {
        // Holds the axes: a layer of no marks is the same whichever line has data.
        data: { values: [{ x: 0, item: scale.bottom }] },
        mark: { type: 'point', opacity: 0 },
        encoding: {
          x: { ...X, scale: timeScale(buckets), axis: timeAxis(data.dates) },
          y: { ...Y, scale: valueScale(scale), axis: valueAxis(data) },
        },
      },
      ...lines.toReversed().flatMap(({ values, color }) => marks(split(values), { color, width })),
    ],
  }
}

function marks(
  { joined, alone }: ReturnType<typeof split>,
  { color, width }: { readonly color: string; readonly width: number },
): Spec[] {
  const encoding = { x: X, y: Y }
  const path: Spec = {
    data: { values: joined },
    mark: { type: 'line', color, strokeWidth: width },
    encoding: { ...encoding, detail: RUN },
  }
  const dots: Spec = {
    data: { values: alone },
    mark: { type: 'point', filled: true, opacity: 1, color, size: 16 * width },
    encoding,
  }
  return [...(joined.length === 0 ? [] : [path]), ...(alone.length === 0 ? [] : [dots])]
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

export function timeAxis(dates: LinesData['dates']): Spec {
  return {
    values: dates.map(({ at }) => at),
    labelExpr: lookup(dates.map(({ at, label }) => [at, label])),
    labelOverlap: false,
    grid: false,
  }
}

function valueAxis({ scale, unit }: Pick<LinesData, 'scale' | 'unit'>): Spec {
  const labels = formatTicks(scale.ticks, unit)
  return {
    values: scale.ticks,
    labelExpr: lookup(scale.ticks.map((tick, index) => [tick, labels[index] ?? ''])),
    labelOverlap: false,
  }
}
