import { barsChart, linesChart, shareChart, stacksChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import { formatShare } from '#core/chart/format.ts'
import { changeOf, dividesByWorkingDays, wholeInBoth } from '#core/insight/change.ts'
import { isNobodys, leader, rowChange } from '#core/insight/split.ts'
import { workedDays } from '#core/insight/usual-range.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, Point, Row, Value } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import { bucketEnd } from '#core/time/grain.ts'

import type { Answered } from './answered.ts'
import { changeClause, changeMark, changeTold } from './change-words.ts'
import { groupName, groupNames, splitHeads, splitName } from './dimension.ts'
import { capitalised } from './english.ts'
import { subject } from './subject.ts'
import { before, beforeHead, lagging } from './when.ts'

/** With fewer buckets a share has no course to show. */
const BUCKETS_FOR_SHARES = 4
/** Shares of so many days are a comb of weekends: their whole weeks show the course. */
const SHARES_BY_WEEK_FROM = 56

/** What to draw: the course of the number, or its split; undefined when a picture would say nothing or is not wanted. */
export function answerChart(measurement: Measurement, answered: Answered): Chart | undefined {
  if (answered.ask.chart === 'none') return undefined
  const { by } = measurement
  if (!by) return course(measurement, answered)
  if (by.rows.every(({ now }) => now === null || now === 0)) return undefined
  if (by.also !== undefined && addsUp(measurement.unit)) return stacks(measurement, answered)
  const overTime = by.dimension === 'model' || by.dimension === 'tool' || by.dimension === 'feature'
  const drawn = finished(measurement.series, answered).map(({ from }) => from)
  return overTime && addsUp(measurement.unit) && known(measurement, drawn) >= BUCKETS_FOR_SHARES
    ? shares(measurement, answered)
    : bars(measurement, answered)
}

/** Of how many of these days a part of the split is known: what is published has it of few. */
function known({ by, series }: Measurement, drawn: readonly string[]): number {
  const told = (at: number) => by?.rows.some((row) => (row.series?.[at] ?? null) !== null)
  return series.filter(({ from }, at) => drawn.includes(from) && told(at)).length
}

function course(measurement: Measurement, answered: Answered): Chart | undefined {
  const { metric, unit } = measurement
  const { span } = answered
  const now = finished(measurement.series, answered)
  if (now.filter(({ value }) => value !== null).length < 2) return undefined
  const change = changeOf(measurement, span)
  const clause = changeClause(change, metric, before(answered))
  const { name } = catalogue[metric]
  return linesChart({
    title: titled(`${name.toLowerCase()}${clause ? ` ${clause}` : ''}`, answered),
    subtitle: `${name} per ${span.grain}${dollars(measurement)}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    grain: span.grain,
    told: changeTold(change),
    ...overall(measurement, span),
    now,
    before: wholeBuckets(measurement.seriesBefore, { ...span, period: span.previous }),
  })
}

/** A mean of ratios is none of them. Where people are counted once, days and periods differ in size. */
function overall(measurement: Measurement, span: Answered['span']) {
  const { unit, comparable, madeOf = [] } = measurement
  if (addsUp(unit) || unit === 'people') return {}
  if (madeOf.some((part) => part.unit === 'people')) return { overall: { now: null, before: null } }
  const { now, before } = wholeInBoth(measurement, span) ? measurement : comparable
  return { overall: now === null ? { now: measurement.now, before: null } : { now, before } }
}

function shares(measurement: Measurement, answered: Answered): Chart {
  const { by, metric, unit, series } = measurement
  const { span } = answered
  const last = finished(series, answered).at(-1)?.from ?? ''
  const drawn = series.filter(({ from }) => from <= last).map(({ from }) => from)
  const weekly = !answered.ask.per && span.grain === 'day' && drawn.length >= SHARES_BY_WEEK_FROM
  const groups = weekly
    ? [...Map.groupBy(drawn, (from) => monday(from as Day)).values()].filter(
        (days) => days.length === 7,
      )
    : finished(series, answered).map(({ from }) => [from])
  const places = new Map(series.map(({ from }, index) => [from, index]))
  const { name } = catalogue[metric]
  return shareChart({
    title: splitTitle(measurement, answered),
    subtitle: `${name} by ${by ? splitName(by) : 'group'}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    grain: weekly ? 'week' : span.grain,
    buckets: groups.flatMap((group) => group[0] ?? []),
    rows: (by?.rows ?? []).map((row) => ({
      key: row.key,
      label: by ? groupName(row, by) : row.label,
      series: groups.map((group) =>
        together(group.map((from) => row.series?.[places.get(from) ?? -1] ?? null)),
      ),
    })),
  })
}

/** Unknown when a part is. */
function together(values: readonly Value[]): Value {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0)
}

function bars(measurement: Measurement, answered: Answered): Chart {
  const { by, metric, unit } = measurement
  const { span } = answered
  const changes = rowChange(measurement, span)
  const worked = workedDays(span)
  const perDay = dividesByWorkingDays(unit, worked)
  const head = by ? splitHeads(by).join(' · ') : ''
  return barsChart({
    title: splitTitle(measurement, answered),
    subtitle: `${catalogue[metric].name}${dollars(measurement)}, ${describePeriod(span.period)}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    head,
    beforeHead: `v ${beforeHead(answered)}${perDay ? ', per working day' : ''}`,
    rows: (by?.rows ?? []).map((row) => ({
      key: isNobodys(row) ? null : groupKey(row),
      label: by ? groupName(row, by) : row.label,
      now: row.now,
      before: changes ? row.before : null,
      told: changes && changeMark(changes(row), metric),
    })),
  })
}

const groupKey = ({ key, also }: Row): string | null =>
  also === undefined ? key : `${key ?? ''} ${also.key ?? ''}`

/** Each group whole, divided by the second dimension. */
function stacks(measurement: Measurement, answered: Answered): Chart {
  const { by, metric, unit } = measurement
  const { name } = catalogue[metric]
  return stacksChart({
    title: splitTitle(measurement, answered),
    subtitle: `${name} by ${by ? splitName(by) : 'group'}${dollars(measurement)}, ${describePeriod(answered.span.period)}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    head: by ? (splitHeads(by)[0] ?? '') : '',
    parts: (by?.rows ?? []).map((row) => {
      const [label = '', part = ''] = by ? groupNames(row, by) : []
      return {
        bar: { key: row.key, label },
        part: { key: row.also?.key ?? null, label: part },
        now: row.now,
      }
    }),
  })
}

function splitTitle(measurement: Measurement, answered: Answered): string {
  const { by, metric } = measurement
  const first = leader(measurement)
  const { name } = catalogue[metric]
  if (!by || !first || isNobodys(first.row))
    return titled(`${name.toLowerCase()} by ${by ? splitName(by) : 'group'}`, answered)
  const share = formatShare(first.share)
  return titled(`${groupName(first.row, by)} is ${share} of ${name.toLowerCase()}`, answered)
}

function titled(finding: string, { labels }: Answered): string {
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
function wholeBuckets(
  points: readonly Point[],
  { period, grain }: Pick<Answered['span'], 'period' | 'grain'>,
) {
  return points.filter(
    ({ from }) => from >= period.from && bucketEnd(from as Day, grain) <= period.to,
  )
}

/** A tool whose data ends early leaves the rest looking like a fall. */
function ends(answered: Answered): readonly string[] {
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
