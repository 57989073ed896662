import { barsChart, linesChart, shareChart, stacksChart } from '#core/chart/build.ts'
import type { Chart, LinesChart } from '#core/chart/chart.ts'
import { type Change, changeOf, dividesByWorkingDays, wholeInBoth } from '#core/insight/change.ts'
import { isNobodys, rowChange } from '#core/insight/split.ts'
import { workedDays } from '#core/insight/usual-range.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, Row, Value } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'
import { type Day, monday } from '#core/time/day.ts'
import { describePeriod } from '#core/time/describe.ts'

import { cloud, courses, lorenz, strip } from './answer-many.ts'
import type { Answered } from './answered.ts'
import { changeClause, changeMark, changeTold } from './change-words.ts'
import { dollars, ends, finished, footer, splitTitle, titled, wholeBuckets } from './chart-words.ts'
import { groupName, groupNames, splitHeads, splitName } from './dimension.ts'
import { gauge } from './gauge.ts'
import { before, beforeHead } from './when.ts'

/** With fewer buckets a share has no course to show. */
const BUCKETS_FOR_SHARES = 4
/** Shares of so many days are a comb of weekends: their whole weeks show the course. */
const SHARES_BY_WEEK_FROM = 56

/** What to draw: the course of the number, or its split; undefined when a picture would say nothing or is not wanted. */
export function answerChart(measurement: Measurement, answered: Answered): Chart | undefined {
  if (answered.ask.chart === 'none') return undefined
  const { by } = measurement
  if (!by)
    return (
      lorenz(measurement, answered) ??
      strip(answered) ??
      gauge(measurement, answered) ??
      course(measurement, answered)
    )
  if (by.rows.every(({ now }) => now === null || now === 0)) return undefined
  if (by.also !== undefined && addsUp(measurement.unit)) return stacks(measurement, answered)
  const many = cloud(measurement, answered) ?? courses(measurement, answered)
  if (many) return many
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
    ...overall(measurement, span, change),
    now,
    before: wholeBuckets(measurement.seriesBefore, { ...span, period: span.previous }),
  })
}

/**
 * A mean of ratios is none of them. Where people are counted once, days and periods differ in size.
 * Beside a change per working day, means of all days would tell another one.
 */
function overall(
  measurement: Measurement,
  span: Answered['span'],
  change: Change,
): Pick<LinesChart, 'overall'> {
  const { unit, comparable, madeOf = [] } = measurement
  const { now, before } = wholeInBoth(measurement, span) ? measurement : comparable
  if (addsUp(unit)) {
    const days = 'basis' in change && change.basis.perWorkingDay && change.basis.workingDays
    if (!days || span.grain !== 'day' || now === null || before === null) return {}
    return { overall: { now: now / days.now, before: before / days.before, per: 'working day' } }
  }
  if (unit === 'people') return {}
  if (madeOf.some((part) => part.unit === 'people')) return { overall: { now: null, before: null } }
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
    top: answered.ask.top,
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
