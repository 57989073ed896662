import type { Unit, Value } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'

import type { BarsChart, Role, ShareChart, StacksChart } from './chart.ts'
import { shortValue } from './format.ts'
import { cut } from './text.ts'

type Group = { readonly key: string | null; readonly label: string }
type Compared = { readonly before: Value; readonly told?: string }
type BarRow = Group & Compared & { readonly now: Value }
type Bar = Group & Compared & { readonly now: number }
type Series = Group & { readonly values: readonly Value[] }

/** As many rows as read well on a phone. */
const MAX_ROWS = 15
/** As many hues as stay apart for every kind of colour vision. */
const MAX_SERIES = 5

/** A sum with an unknown part is unknown. */
const sum = (values: readonly Value[]): Value =>
  values.reduce<Value>(
    (total, value) => (total === null || value === null ? null : total + value),
    0,
  )

export function foldRows(
  rows: readonly BarRow[],
  unit: Unit,
  most = MAX_ROWS,
): { readonly rows: BarsChart['rows']; readonly notes: readonly string[] } {
  const known = rows.flatMap(({ now, ...row }): Bar[] => (now === null ? [] : [{ ...row, now }]))
  const named = known
    .filter(({ key }) => key !== null)
    .toSorted((a, b) => b.now - a.now || byLabel(a, b))
  // A person can be in several groups, so the people of several groups can't be added up.
  const countable = addsUp(unit)
  const kept = named.slice(0, fits(named.length, most, countable))
  const folded = named.slice(kept.length)
  const nobodys = known.filter(({ key }) => key === null)
  const silent = noData(rows.filter(({ now }) => now === null))
  return {
    rows: [
      ...kept.map((row) => bar(row)),
      ...(countable ? rest(folded) : []),
      ...nobodys.map((row) => bar(row, 'unattributed')),
    ],
    notes: countable ? silent : [...unlisted(folded, unit), ...silent],
  }
}

/** As many as are asked for, or as fit with a row for the rest: "and 1 more" would take the place of the one. */
function fits(count: number, most: number, withRest: boolean): number {
  if (most < MAX_ROWS) return count === most + 1 && withRest ? count : most
  return withRest && count > MAX_ROWS ? MAX_ROWS - 1 : MAX_ROWS
}

function bar({ label, now, before, told }: Bar, role?: Role): BarsChart['rows'][number] {
  return {
    label,
    now,
    before,
    ...(told !== undefined && { told }),
    ...(role !== undefined && { role }),
  }
}

function rest(folded: readonly Bar[]): BarsChart['rows'] {
  if (folded.length === 0) return []
  const now = folded.reduce((total, row) => total + row.now, 0)
  const before = sum(folded.map((row) => row.before))
  return [{ label: `and ${folded.length} more`, now, before, role: 'rest' }]
}

function unlisted(folded: readonly Bar[], unit: Unit): readonly string[] {
  const [largest] = folded
  if (largest === undefined) return []
  const noun = unit === 'people' ? (largest.now === 1 ? ' person' : ' people') : ''
  return [`And ${folded.length} more, with at most ${shortValue(largest.now, unit)}${noun} each`]
}

export function foldSeries(series: readonly Series[]): {
  readonly series: ShareChart['series']
  readonly notes: readonly string[]
} {
  const silent = (one: Series): boolean => one.values.every((value) => value === null)
  const known = series.filter((one) => !silent(one))
  const named = known
    .filter(({ key }) => key !== null)
    .toSorted((a, b) => amount(b) - amount(a) || byLabel(a, b))
  const kept = named.slice(0, MAX_SERIES)
  const folded = named.slice(MAX_SERIES)
  const nobodys = known.filter(({ key }) => key === null)
  const [only, ...others] = folded
  const other = only === undefined || others.length > 0 ? 'Other' : only.label
  const buckets = known[0]?.values ?? []
  return {
    series: [
      ...kept.map(({ label, values }) => ({ label, values })),
      ...(folded.length === 0
        ? []
        : [
            {
              label: other,
              values: buckets.map((_, bucket) =>
                sum(folded.map(({ values }) => values[bucket] ?? null)),
              ),
              role: 'rest' as const,
            },
          ]),
      ...nobodys.map(({ label, values }) => ({ label, values, role: 'unattributed' as const })),
    ],
    notes: noData(series.filter(silent)),
  }
}

type Stack = Group & { readonly values: readonly number[] }

/** Largest first; beyond what reads well on a phone the smallest are one, and what is nobody's is last. */
export function foldBars(bars: readonly Stack[]): StacksChart['bars'] {
  const named = bars
    .filter(({ key }) => key !== null)
    .toSorted((a, b) => amount(b) - amount(a) || byLabel(a, b))
  const kept = named.slice(0, named.length > MAX_ROWS ? MAX_ROWS - 1 : MAX_ROWS)
  const folded = named.slice(kept.length)
  const together = (bars[0]?.values ?? []).map((_, part) =>
    folded.reduce((total, { values }) => total + (values[part] ?? 0), 0),
  )
  const rest = { label: `and ${folded.length} more`, values: together, role: 'rest' as const }
  return [
    ...kept.map(({ label, values }) => ({ label, values })),
    ...(folded.length === 0 ? [] : [rest]),
    ...bars
      .filter(({ key }) => key === null)
      .map(({ label, values }) => ({ label, values, role: 'unattributed' as const })),
  ]
}

const amount = ({ values }: Series): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

const byLabel = (a: Group, b: Group): number =>
  a.label === b.label ? 0 : a.label < b.label ? -1 : 1

function noData(groups: readonly Group[]): readonly string[] {
  if (groups.length === 0) return []
  const listed = groups.slice(0, 3).map(({ label }) => cut(label, 30))
  const more = groups.length > 3 ? ` and ${groups.length - 3} more` : ''
  return [`No data: ${listed.join(', ')}${more}`]
}
