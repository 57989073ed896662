import { barsChart, linesChart, shareChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import { formatShare } from '#core/chart/format.ts'
import { addsUp, changeOf } from '#core/insight/change.ts'
import { leader, rowChange } from '#core/insight/split.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, Point } from '#core/metric/metric.ts'
import { addDays, type Day, daysBetween } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import { type Period, workingDays } from '#core/time/period.ts'

import type { Answered } from './answered.ts'
import { changeClause, changeTold } from './change-words.ts'
import { DIMENSION, groupName } from './dimension.ts'
import { capitalised } from './english.ts'
import { subject } from './subject.ts'
import { before, lagging } from './when.ts'

/** With fewer buckets a share has no course to show. */
const BUCKETS_FOR_SHARES = 4

/** What to draw: the course of the number, or its split; undefined when a picture would say nothing. */
export function answerChart(measurement: Measurement, answered: Answered): Chart | undefined {
  const { by } = measurement
  if (!by) return course(measurement, answered)
  if (by.rows.every(({ now }) => now === null || now === 0)) return undefined
  const overTime = by.dimension === 'model' || by.dimension === 'tool' || by.dimension === 'feature'
  const drawn = finished(measurement.series, answered)
  return overTime && addsUp(measurement.unit) && drawn.length >= BUCKETS_FOR_SHARES
    ? shares(measurement, answered)
    : bars(measurement, answered)
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
    now,
    before: wholeWeeks(measurement.seriesBefore, span.previous, span.grain),
  })
}

function shares(measurement: Measurement, answered: Answered): Chart {
  const { by, metric, unit, series } = measurement
  const { span } = answered
  const buckets = finished(series, answered).map(({ from }) => from)
  const kept = series.flatMap(({ from }, index) => (buckets.includes(from) ? [index] : []))
  const { name } = catalogue[metric]
  return shareChart({
    title: splitTitle(measurement, answered),
    subtitle: `${name} by ${by ? DIMENSION[by.dimension].one : 'group'}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    grain: span.grain,
    buckets,
    rows: (by?.rows ?? []).map((row) => ({
      key: row.key,
      label: by ? groupName(row, by.dimension) : row.label,
      series: kept.map((index) => row.series?.[index] ?? null),
    })),
  })
}

function bars(measurement: Measurement, answered: Answered): Chart {
  const { by, metric, unit } = measurement
  const { span } = answered
  const compared = rowChange(measurement, span)
  const pace = compared && addsUp(unit) ? workingDays(span.period) / workingDays(span.previous) : 1
  const perDay = pace !== 1 && Number.isFinite(pace) && pace > 0
  const scale = perDay ? pace : 1
  const head = by ? DIMENSION[by.dimension].head : ''
  return barsChart({
    title: splitTitle(measurement, answered),
    subtitle: `${catalogue[metric].name}${dollars(measurement)}, ${describePeriod(span.period)}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    head,
    beforeHead: `v ${before(answered)}${perDay ? ', per working day' : ''}`,
    rows: (by?.rows ?? []).map((row) => ({
      key: row.key,
      label: by ? groupName(row, by.dimension) : row.label,
      now: row.now,
      // At this period's number of working days, so that the change drawn is the one told.
      before: !compared || row.before === null ? null : Math.round(row.before * scale),
    })),
  })
}

function splitTitle(measurement: Measurement, answered: Answered): string {
  const { by, metric } = measurement
  const first = leader(measurement)
  const { name } = catalogue[metric]
  if (!by || !first || first.row.key === null)
    return titled(
      `${name.toLowerCase()} by ${by ? DIMENSION[by.dimension].one : 'group'}`,
      answered,
    )
  const share = formatShare(first.share)
  return titled(
    `${groupName(first.row, by.dimension)} is ${share} of ${name.toLowerCase()}`,
    answered,
  )
}

function titled(finding: string, { labels }: Answered): string {
  const whose = subject(labels)
  return `${whose}: ${finding}`
}

/** A bucket that is not over would look like a fall. */
function finished(points: readonly Point[], { span, today, measured }: Answered): readonly Point[] {
  if (span.grain === 'day') return points.filter(({ from }) => from < today)
  // A day without data is a gap; a week that lacks some of its days would be a low week.
  const known = measured.tools.flatMap(({ dataThrough }) => dataThrough ?? [])
  const last = [addDays(today, -1), known.toSorted().at(-1) ?? today].toSorted()[0] ?? today
  return wholeWeeks(points, span.period, 'week').filter(
    ({ from }) => addDays(from as Day, 6) <= last,
  )
}

function wholeWeeks(points: readonly Point[], period: Period, grain: 'day' | 'week') {
  if (grain === 'day') return points
  return points.filter(({ from }, index) => {
    const next = (points[index + 1]?.from ?? addDays(period.to, 1)) as Day
    return from >= period.from && daysBetween(from as Day, next) === 7
  })
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

function dollars({ unit }: Measurement): string {
  return unit === 'usd_micros' ? ', US dollars' : ''
}

function footer({ measured, zone }: Answered): string {
  const through = measured.dataThrough
  const zones = new Set(measured.tools.map(({ bucketZone }) => bucketZone))
  const days = zones.size > 1 ? 'days as each tool counts them' : `days in ${[...zones][0] ?? zone}`
  return through === null
    ? capitalised(days)
    : `Data through ${describeDay(through as Day)}, ${days}`
}
