import { topRows } from '#core/insight/split.ts'
import type { Answered } from '#core/message/answered.ts'
import { sideName } from '#core/message/subject.ts'
import type { Measurement, Row, Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import { bucketEnd, type Grain } from '#core/time/grain.ts'

export type Cell = string | number | null

/**
 * The columns in order, and what each means. One row per metric for the whole period, one per metric and bucket, and for a split one per metric
 * and group (and its buckets, where they are known): `rows` says which, so that nothing is summed twice.
 */
export const CSV_COLUMNS = {
  metric: 'The number, as in `ask --json`',
  unit: '`count`, `people`, `tokens`, `characters`, `usd_micros` (millionths of a US dollar), `usd_micros_month` (a month) and `seats`, as of the last day, or `usd_micros_each`, `ratio`, `seconds` and `share` (0 to 1), which do not add up',
  rows: '`period`: the whole; `day`, `week` or `month`: its buckets; `group`: a split; `group by day`, `group by week`, `group by month`: its buckets. Sum one kind only, and never people or what does not add up',
  from: 'First day',
  to: 'Last day, included',
  dimension: 'What a group is: `team`, `model` …; empty outside a split',
  key: 'The group; people by alias; empty for what belongs to none',
  label: 'Its name; `unattributed` for what belongs to none',
  now: 'Whole, but for averages, ratios and shares; empty where it cannot be known',
  before: 'The same in the comparison period; empty where it cannot be known or is not kept',
  before_from: 'First day of what `before` covers',
  before_to: 'Last day of it',
  now_usd: '`now` in US dollars; only for money',
  before_usd: '`before` in US dollars; only for money',
  also_dimension: 'What each group is split by again, with two dimensions; else empty',
  also_key: 'The second group, as `key`',
  also_label: 'Its name, as `label`',
  low: 'Where a number is told rounded, and `now` is empty: the least it can be, in `unit`; else empty',
  high: 'The most it can be; else empty',
  side: 'Only with `compare:`: which of the two the number is of; else empty',
} as const

/** Row by row: of a split of many people there are millions, and nobody needs them all at once. */
export function* csvRows(answered: Answered): Generator<readonly Cell[]> {
  const { ask, compared } = answered
  if (!compared || !ask.compare) {
    for (const row of rowsOf(answered)) yield [...row, null]
    return
  }
  const { key } = ask.compare
  for (const side of [answered, { ...answered, ...compared }]) {
    const name = sideName(side, key)
    for (const row of rowsOf(side)) yield [...row, name]
  }
}

function* rowsOf({ ask, measured, span }: Answered): Generator<readonly Cell[]> {
  const wanted = new Set(ask.metrics)
  const { from, to } = span.period
  for (const measurement of measured.measurements) {
    if (wanted.size > 0 && !wanted.has(measurement.metric)) continue
    yield line(measurement, { rows: 'period', from, to, before: span.previous }, measurement)
    yield* overTime(measurement, span)
    yield* split(measurement, ask.top, span)
  }
}

type Where = {
  readonly rows: string
  readonly from: string
  readonly to: string
  readonly before?: { readonly from: string; readonly to: string } | undefined
  readonly group?: {
    readonly dimension: string
    readonly key: string | null
    readonly label: string
    readonly also?: Omit<NonNullable<Where['group']>, 'also'> | undefined
  }
}

function line(
  { metric, unit }: Measurement,
  { rows, from, to, before, group }: Where,
  values: Pick<Row, 'now' | 'before' | 'withheld'>,
): readonly Cell[] {
  const usd = (micros: Value) =>
    unit.startsWith('usd_micros') && micros !== null ? micros / 1_000_000 : null
  return [
    metric,
    unit,
    rows,
    from,
    to,
    group?.dimension ?? null,
    group?.key ?? null,
    group?.label ?? null,
    values.now,
    values.before,
    before?.from ?? null,
    before?.to ?? null,
    usd(values.now),
    usd(values.before),
    group?.also?.dimension ?? null,
    group?.also?.key ?? null,
    group?.also?.label ?? null,
    values.withheld?.about?.low ?? null,
    values.withheld?.about?.high ?? null,
  ]
}

type Span = Answered['span']

/** None of a number whose course is not known at all, such as seats: its whole says what there is. */
function overTime(measurement: Measurement, span: Span): readonly (readonly Cell[])[] {
  const points = [...measurement.series, ...measurement.seriesBefore]
  if (points.every(({ value }) => value === null)) return []
  return measurement.series.map((point, index) => {
    const earlier = measurement.seriesBefore[index]
    return line(
      measurement,
      {
        rows: span.grain,
        ...bucket(point.from, span.period, span.grain),
        before: earlier && bucket(earlier.from, span.previous, span.grain),
      },
      { now: point.value, before: earlier?.value ?? null },
    )
  })
}

function* split(
  measurement: Measurement,
  top: number | undefined,
  span: Span,
): Generator<readonly Cell[]> {
  const { by } = measurement
  if (!by) return
  for (const row of topRows(by.rows, top)) yield* group(measurement, row, span)
}

function group(measurement: Measurement, row: Row, span: Span): readonly (readonly Cell[])[] {
  const { by, series } = measurement
  const { from, to } = span.period
  const label = row.key === null ? 'unattributed' : row.label
  const also = by?.also &&
    row.also && {
      dimension: by.also,
      key: row.also.key,
      label: row.also.key === null ? 'unattributed' : row.also.label,
    }
  const group = { dimension: by?.dimension ?? '', key: row.key, label, also }
  const buckets = series.map((point) => bucket(point.from, span.period, span.grain))
  // Where no bucket is known, the row of the group says it once.
  const course = row.series?.every((value) => value === null) ? [] : (row.series ?? [])
  return [line(measurement, { rows: 'group', from, to, before: span.previous, group }, row)].concat(
    course.map((now, index) => {
      const days = buckets[index] ?? { from, to }
      const where = { rows: `group by ${span.grain}`, from: days.from, to: days.to, group }
      return line(measurement, where, { now, before: null })
    }),
  )
}

/** The days of a bucket that lie in the period: a first or last one may be cut short. */
function bucket(from: string, period: { from: string; to: string }, grain: Grain) {
  const end = bucketEnd(from as Day, grain)
  return { from: from < period.from ? period.from : from, to: end > period.to ? period.to : end }
}
