import type { Row, Unit, Value } from '#core/metric/metric.ts'

import { type Built, counted, name, notes, told, words } from './build.ts'
import type { HeatChart, LorenzChart, MultiplesChart, ScatterChart, StripChart } from './chart.ts'
import { plain } from './text.ts'

type Split = { readonly rows: readonly Pick<Row, 'key' | 'label' | 'series'>[] }

export type MultiplesInput = Built<MultiplesChart, 'series'> & Split

/** What fits a phone side by side, and below each other. */
export const MOST_MULTIPLES = 6
const MOST_HEAT = 12

/** The six largest, each on its own; what nobody is known for is last. */
export function multiplesChart(input: MultiplesInput): MultiplesChart {
  return told({ ...courses(input, MOST_MULTIPLES), kind: 'multiples' })
}

/** The twelve largest, a row each. */
export function heatChart(input: MultiplesInput): HeatChart {
  return told({ ...courses(input, MOST_HEAT), kind: 'heat' })
}

/** A row each in the order given, where that says something: at most the last twelve. */
export function heatInOrder({ rows, ...frame }: MultiplesInput): HeatChart {
  const series = rows.slice(-MOST_HEAT).map((row) => ({
    label: name(row),
    values: frame.buckets.map((_, at) => counted(row.series?.[at] ?? null, frame.unit)),
  }))
  return told({ ...frame, ...words(frame), series, notes: notes(frame), kind: 'heat' })
}

function courses({ rows, ...frame }: MultiplesInput, most: number) {
  const all = rows
    .map((row) => {
      const values = frame.buckets.map((_, at) => counted(row.series?.[at] ?? null, frame.unit))
      return { key: row.key, label: name(row), values, size: sum(values) }
    })
    .filter(({ values }) => values.some((value) => value !== null))
    .toSorted((a, b) => Number(a.key === null) - Number(b.key === null) || b.size - a.size)
  const left = all.length - most
  return {
    ...frame,
    ...words(frame),
    series: all.slice(0, most).map(({ key, label, values }) => ({
      label,
      values,
      ...(key === null && { role: 'unattributed' as const }),
    })),
    notes: [...notes(frame), ...(left > 0 ? [`Not drawn: ${left} smaller.`] : [])],
  }
}

const sum = (values: readonly Value[]): number =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0)

/** In the order given; each value as it is told. */
export function stripChart(
  input: Omit<Built<StripChart, 'tiles' | 'unit'>, 'tiles'> & {
    readonly tiles: readonly (StripChart['tiles'][number] & { readonly unit: Unit })[]
  },
): StripChart {
  const tiles = input.tiles.map(({ label, value, told, values, unit }) => ({
    label: plain(label),
    value: plain(value),
    told: plain(told),
    values: input.buckets.map((_, at) => counted(values[at] ?? null, unit)),
  }))
  return told({
    ...input,
    ...words(input),
    kind: 'strip',
    unit: 'count',
    tiles,
    notes: notes(input),
  })
}

/** Those of whom both are known. */
export function scatterChart(
  input: Built<ScatterChart, 'points'> & {
    readonly points: readonly {
      readonly key: string | null
      readonly label: string
      readonly x: Value
      readonly y: Value
    }[]
  },
): ScatterChart {
  const points = input.points.flatMap((point) => {
    const [x, y] = [counted(point.x, input.xUnit), counted(point.y, input.unit)]
    return x === null || y === null ? [] : [{ label: name(point), x, y }]
  })
  return told({ ...input, ...words(input), kind: 'scatter', points, notes: notes(input) })
}

export function lorenzChart(input: Built<LorenzChart, 'unit'>): LorenzChart {
  return told({ ...input, ...words(input), kind: 'lorenz', unit: 'share', notes: notes(input) })
}
