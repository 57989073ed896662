import type { Row, Unit, Value } from '#core/metric/metric.ts'
import { isWhole } from '#core/metric/unit.ts'

import { altText, type Untold } from './alt.ts'
import type {
  BarsChart,
  ChangesChart,
  Chart,
  CompareChart,
  LinesChart,
  ShareChart,
  StacksChart,
} from './chart.ts'
import { foldBars, foldRows, foldSeries } from './fold.ts'
import { plain } from './text.ts'

/** A chart before it is checked, folded and told. */
export type Built<Kind extends Chart, Own extends keyof Kind> = Omit<Kind, 'kind' | 'alt' | Own>

export type LinesInput = Built<LinesChart, never>

export type BarsInput = Built<BarsChart, 'rows'> & {
  /** Every group of the split, in any order; key null is what nobody is known for. */
  readonly rows: readonly (Pick<Row, 'key' | 'label' | 'now' | 'before'> & {
    readonly told?: string | undefined
  })[]
  /** How many rows were asked for. */
  readonly top?: number | undefined
}

export type ChangesInput = Built<ChangesChart, never>

export type ShareInput = Built<ShareChart, 'series'> & {
  /** Every group of the split with its values by bucket, as `Measurement.by.rows` has them. */
  readonly rows: readonly Pick<Row, 'key' | 'label' | 'series'>[]
}

export type StacksInput = Built<StacksChart, 'parts' | 'bars'> & {
  /** Every pair of groups, in any order; a key that is null is what nobody is known for. */
  readonly parts: readonly {
    readonly bar: Pick<Row, 'key' | 'label'>
    readonly part: Pick<Row, 'key' | 'label'>
    readonly now: Value
  }[]
}

/** `subtitle` says what is counted ("Spend per day"); the two periods are added from the points. */
export function linesChart(input: LinesInput): LinesChart {
  return told({
    ...input,
    ...words(input),
    kind: 'lines',
    now: points(input.now, input.unit),
    before: points(input.before, input.unit),
  })
}

/** Largest first, what nobody is known for last; beyond 15 rows the smallest are folded into one. */
export function barsChart({ top, ...input }: BarsInput): BarsChart {
  const rows = input.rows.map((row) => ({
    key: row.key,
    label: name(row),
    now: counted(row.now, input.unit),
    before: counted(row.before, input.unit),
    ...(row.told !== undefined && { told: row.told }),
  }))
  const folded = foldRows(rows, input.unit, top)
  return told({
    ...input,
    ...words(input),
    kind: 'bars',
    head: plain(input.head),
    beforeHead: plain(input.beforeHead),
    rows: folded.rows,
    notes: [...notes(input), ...folded.notes],
  })
}

/** Largest first; beyond five the rest is "Other", and what nobody is known for is last. */
export function shareChart(input: ShareInput): ShareChart {
  const { rows, ...frame } = input
  const series = rows.map((row) => ({
    key: row.key,
    label: name(row),
    values: input.buckets.map((_, bucket) => counted(row.series?.[bucket] ?? null, input.unit)),
  }))
  const folded = foldSeries(series)
  return told({
    ...frame,
    ...words(input),
    kind: 'share',
    series: folded.series,
    notes: [...notes(input), ...folded.notes],
  })
}

/** Bars and parts largest first; what there is no room for is folded into one, unknown pairs are left out. */
export function stacksChart(input: StacksInput): StacksChart {
  const { parts: given, ...frame } = input
  const known = given.flatMap(({ bar, part, now }) => {
    const value = counted(now, input.unit)
    return value === null ? [] : [{ bar: named(bar), part: named(part), value: Math.max(0, value) }]
  })
  const bars = [...Map.groupBy(known, ({ bar }) => bar.key).values()]
  const series = [...Map.groupBy(known, ({ part }) => part.key).values()].flatMap((of) => {
    const [first] = of
    const values = bars.map((bar) =>
      bar.reduce((sum, { part, value }) => sum + (part.key === first?.part.key ? value : 0), 0),
    )
    return first ? [{ ...first.part, values }] : []
  })
  const parts = foldSeries(series).series
  const folded = foldBars(
    bars.flatMap(([first], n) =>
      first ? [{ ...first.bar, values: parts.map(({ values }) => values[n] ?? 0) }] : [],
    ),
  )
  return told({
    ...frame,
    ...words(input),
    kind: 'stacks',
    head: plain(input.head),
    parts: parts.map(({ label, role }) => ({ label, ...(role !== undefined && { role }) })),
    bars: folded,
    notes: notes(input),
  })
}

const named = (group: Pick<Row, 'key' | 'label'>) => ({ key: group.key, label: name(group) })

/** In the order given: what a change is made of. */
export function changesChart(input: ChangesInput): ChangesChart {
  const rows = input.rows.map(({ label, change }) => ({ label: plain(label), change }))
  return told({ ...input, ...words(input), kind: 'changes', rows, notes: notes(input) })
}

/** Each line as it is given. */
export function compareChart(input: Built<CompareChart, never>): CompareChart {
  return told({
    ...input,
    ...words(input),
    kind: 'compare',
    series: input.series.map(({ label, values }) => ({
      label: plain(label) || '(no name)',
      values: input.buckets.map((_, bucket) => counted(values[bucket] ?? null, input.unit)),
    })),
    notes: notes(input),
  })
}

export function told<Kind extends Untold>(chart: Kind): Kind & { readonly alt: string } {
  return { ...chart, alt: altText(chart) }
}

/** What is no number, or larger than a number can count, is not known. Values are whole where their unit is. */
export const counted = (value: Value, unit: Unit): Value => {
  if (value === null || !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return null
  return isWhole(unit) || unit === 'people' ? Math.round(value) : value
}

function points(given: LinesChart['now'], unit: Unit): LinesChart['now'] {
  return given
    .map(({ from, value }) => ({ from, value: counted(value, unit) }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

export function words(frame: { title: string; subtitle: string; footer: string }): {
  readonly title: string
  readonly subtitle: string
  readonly footer: string
} {
  return {
    title: plain(frame.title),
    subtitle: plain(frame.subtitle),
    footer: plain(frame.footer),
  }
}

export const notes = (frame: { notes?: readonly string[] }): readonly string[] =>
  (frame.notes ?? []).map(plain)

export function name({ key, label }: Pick<Row, 'key' | 'label'>): string {
  return plain(label) || (key === null ? 'unattributed' : '(no name)')
}
