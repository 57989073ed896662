import { compareChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { FilterKey } from '#core/command/command.ts'
import { changeOf } from '#core/insight/change.ts'
import { usualRange } from '#core/insight/usual-range.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, MetricId, Unit } from '#core/metric/metric.ts'

import { withheldText } from './about.ts'
import { type Answered, find, primary, shownMetrics } from './answered.ts'
import { changeMark } from './change-words.ts'
import { dollars, finished, footer } from './chart-words.ts'
import type { Part } from './message.ts'
import { sideName } from './subject.ts'
import { opening, short } from './summary.ts'
import { inPeriod, reach } from './when.ts'

/** The two that are compared: what was asked about, and the other. */
type Both = { readonly own: Answered; readonly other: Answered; readonly key: FilterKey }

/** Both sides of a comparison; undefined where nothing is compared. */
export function bothSides(answered: Answered): Both | undefined {
  const { ask, compared } = answered
  if (!compared || !ask.compare) return undefined
  return { own: answered, other: { ...answered, ...compared }, key: ask.compare.key }
}

/** The number that the sentence and the picture speak of: the first that is known of both. */
function spoken({ own, other }: Both) {
  const pairs = shownMetrics(own).flatMap((metric) => {
    const [measurement, against] = [find(own.measured, metric), find(other.measured, metric)]
    return measurement && against ? [{ measurement, against }] : []
  })
  const known = pairs.find(
    ({ measurement, against }) => measurement.now !== null && against.now !== null,
  )
  const first = primary(own)?.metric
  return known ?? pairs.find(({ measurement }) => measurement.metric === first)
}

/** `Engineering spent $832 in the 30 days to 20 Nov 2026; Sales spent $120, 86% less.` */
export function compareSummary(both: Both): string {
  const { own, other, key } = both
  const said = spoken(both)
  if (!said) return `There is nothing to report ${inPeriod(own)}.`
  const { measurement, against } = said
  const first = opening(measurement, own, `${inPeriod(own)}${reach(own)}`)
  const people = key === 'team' || key === 'user' || key === 'group'
  const second = people ? behind(against, other) : short(against, other, sideName(other, key))
  const clause = difference(measurement, against, own)
  return `${first}; ${second}${clause ? `, ${clause}` : ''}.`
}

/** Behind a semicolon; a name stays as it is written. */
function behind(against: Measurement, other: Answered): string {
  const said = opening(against, other)
  const named = against.now !== null || against.withheld?.about !== undefined
  return named ? said : `${said.charAt(0).toLowerCase()}${said.slice(1)}`
}

const LESS: Readonly<Record<Unit, string | undefined>> = {
  count: 'fewer',
  people: undefined,
  tokens: 'fewer',
  characters: 'fewer',
  usd_micros: 'less',
  usd_micros_each: 'less',
  usd_micros_month: 'less',
  seats: 'fewer',
  ratio: 'less',
  seconds: 'less',
  // A percentage of a percentage misleads.
  share: undefined,
}
const TIMES_FROM = 3

/** The second against the first. Groups of people differ in size, so their numbers stand as they are. */
function difference(
  measurement: Measurement,
  against: Measurement,
  { span }: Answered,
): string | undefined {
  const less = LESS[measurement.unit]
  const [now, other] = [measurement.now ?? 0, against.now ?? 0]
  if (less === undefined || now <= 0 || other <= 0) return undefined
  const ratio = other / now
  const much = less === 'fewer' ? 'many' : 'much'
  if (Math.abs(Math.log(ratio)) <= Math.log1p(usualRange(measurement, span)))
    return `about as ${much}`
  if (ratio >= TIMES_FROM) return `${Number(ratio.toPrecision(2))} times as ${much}`
  const percent = Math.max(1, Math.round(Math.abs(ratio - 1) * 100))
  return ratio > 1 ? `${percent}% more` : `${Math.min(percent, 99)}% ${less}`
}

/** Each number of both, with its change against the days before. */
export function compareTable({ own, other, key }: Both): Part {
  const cell = (metric: MetricId, side: Answered): string => {
    const measurement = find(side.measured, metric)
    if (!measurement) return '–'
    if (measurement.withheld) return withheldText(metric, measurement.withheld)
    const mark = changeMark(changeOf(measurement, side.span), metric)
    const people = metric === 'active_people' ? side.measured.headcount : null
    const of = people !== null && people >= (measurement.now ?? 0) ? ` of ${people}` : ''
    const value = `${catalogue[metric].format(measurement.now)}${measurement.now === null ? '' : of}`
    return mark ? `${value} (${mark})` : value
  }
  return {
    kind: 'table',
    head: ['Number', sideName(own, key), sideName(other, key)],
    rows: shownMetrics(own).map((metric) => [
      catalogue[metric].name,
      cell(metric, own),
      cell(metric, other),
    ]),
  }
}

/** Both courses over the same days; undefined where a line has no two points. */
export function compareLines(both: Both): Chart | undefined {
  const { own, other, key } = both
  const said = spoken(both)
  if (!said || own.ask.chart === 'none') return undefined
  const { measurement, against } = said
  const sides = [
    { side: own, label: sideName(own, key), points: finished(measurement.series, own) },
    { side: other, label: sideName(other, key), points: finished(against.series, other) },
  ]
  const buckets = [...new Set(sides.flatMap(({ points }) => points.map(({ from }) => from)))]
  const series = sides.map(({ label, points }) => {
    const values = new Map(points.map(({ from, value }) => [from, value]))
    return { label, values: buckets.map((from) => values.get(from) ?? null) }
  })
  const drawn = series.some(({ values }) => values.filter((value) => value !== null).length > 1)
  if (!drawn) return undefined
  const { name } = catalogue[measurement.metric]
  const clause = difference(measurement, against, own)
  const [a, b] = [sideName(own, key), sideName(other, key)]
  return compareChart({
    title: clause
      ? `${b}: ${name.toLowerCase()} ${as(clause)} ${a.replace(/^The /u, 'the ')}`
      : `${name}: ${a} and ${b}`,
    subtitle: `${name} per ${own.span.grain}${dollars(measurement)}`,
    footer: footer(own),
    unit: measurement.unit,
    grain: own.span.grain,
    buckets: buckets.toSorted(),
    series,
  })
}

const as = (clause: string) =>
  /^(?:about|[\d.]+ times)/u.test(clause) ? `${clause} as` : `${clause} than`
