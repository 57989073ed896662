import {
  heatChart,
  MOST_MULTIPLES,
  multiplesChart,
  lorenzChart,
  scatterChart,
  stripChart,
} from '#core/chart/build-many.ts'
import type { Chart } from '#core/chart/chart.ts'
import { formatShare } from '#core/chart/format.ts'
import { changeOf } from '#core/insight/change.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'
import { describePeriod } from '#core/time/describe.ts'

import { type Answered, find, shownMetrics } from './answered.ts'
import { changeMark } from './change-words.ts'
import { dollars, ends, finished, footer, splitTitle, titled } from './chart-words.ts'
import { groupName, splitName } from './dimension.ts'
import { population } from './subject.ts'

/** With fewer numbers each has its own picture to ask for. */
const FEWEST_TILES = 4
const MOST_TILES = 8
/** Fewer points are read faster as bars. */
const FEWEST_POINTS = 8
const FEWEST_BUCKETS = 4

/** Several numbers that were asked for at once, each with its course. */
export function strip(answered: Answered): Chart | undefined {
  const { ask, measured, span } = answered
  const asked = ask.metrics ? shownMetrics(answered) : []
  const known = asked
    .flatMap((metric) => find(measured, metric) ?? [])
    .filter(({ now }) => now !== null)
  const [first] = known
  if (!first || known.length < FEWEST_TILES) return undefined
  const buckets = finished(first.series, answered).map(({ from }) => from)
  return stripChart({
    title: titled(
      `${first.metric === 'spend' ? 'spend' : catalogue[first.metric].name.toLowerCase()} and ${known.length - 1} more`,
      answered,
    ),
    subtitle: `Per ${span.grain}, each on its own scale`,
    footer: footer(answered),
    notes: ends(answered),
    grain: span.grain,
    buckets,
    tiles: known.slice(0, MOST_TILES).map((measurement) => {
      const { metric, now, unit, series } = measurement
      const values = new Map(series.map(({ from, value }) => [from, value]))
      return {
        label: catalogue[metric].name,
        value: catalogue[metric].format(now),
        told: changeMark(changeOf(measurement, span), metric) ?? '',
        values: buckets.map((from) => values.get(from) ?? null),
        unit,
      }
    }),
  })
}

/** Two numbers of each of many. */
export function cloud(measurement: Measurement, answered: Answered): Chart | undefined {
  const { ask, measured, span } = answered
  const [, second, ...more] = ask.metrics ?? []
  const { by } = measurement
  const other = second && find(measured, second)
  if (
    !by ||
    by.also !== undefined ||
    !other?.by ||
    more.length > 0 ||
    ask.per ||
    other.metric === measurement.metric
  )
    return undefined
  const beside = new Map(other.by.rows.map(({ key, now }) => [key, now]))
  const points = by.rows
    .filter(({ key }) => key !== null)
    .map((row) => ({
      key: row.key,
      label: groupName(row, by),
      x: beside.get(row.key) ?? null,
      y: row.now,
    }))
  if (points.filter(({ x, y }) => x !== null && y !== null).length < FEWEST_POINTS) return undefined
  const [yHead, xHead] = [catalogue[measurement.metric].name, catalogue[other.metric].name]
  return scatterChart({
    title: splitTitle(measurement, answered),
    subtitle: `${yHead} and ${xHead.toLowerCase()} by ${splitName(by)}, ${describePeriod(span.period)}`,
    footer: footer(answered),
    notes: ends(answered),
    unit: measurement.unit,
    xUnit: other.unit,
    yHead,
    xHead,
    points,
  })
}

/** How use is spread over people, where enough are known to tell. */
export function lorenz(measurement: Measurement, answered: Answered): Chart | undefined {
  const { tenths, madeOf = [] } = measurement
  const [first] = tenths ?? []
  if (!tenths || first === undefined) return undefined
  const people = madeOf.find(({ unit }) => unit === 'people')?.now ?? null
  const who = people === null ? 'people' : `${formatValue('people', people)} people`
  const whose = population(answered.labels)
  return lorenzChart({
    title: `A tenth of ${whose} sent ${formatShare(first)} of the messages`,
    subtitle: `Messages of the most active of ${who}, ${describePeriod(answered.span.period)}`,
    footer: footer(answered),
    notes: ends(answered),
    xHead: 'People, the most active first',
    yHead: 'Messages',
    tenths,
  })
}

/** The course of each group, where it is asked for by `per:`: a picture each, or a row of shades. */
export function courses(measurement: Measurement, answered: Answered): Chart | undefined {
  const { by, series, unit, metric } = measurement
  const { ask, span } = answered
  const units = by?.dimension === 'team' || by?.dimension === 'department'
  if (!by || by.also !== undefined || !ask.per || !units || !addsUp(unit)) return undefined
  const drawn = new Set(finished(series, answered).map(({ from }) => from))
  const places = series.flatMap(({ from }, at) => (drawn.has(from) ? [{ from, at }] : []))
  const known = places.filter(({ at }) =>
    by.rows.some((row) => (row.series?.[at] ?? null) !== null),
  )
  if (known.length < FEWEST_BUCKETS) return undefined
  const input = {
    title: splitTitle(measurement, answered),
    subtitle: `${catalogue[metric].name} per ${span.grain} by ${splitName(by)}${dollars(measurement)}`,
    footer: footer(answered),
    notes: ends(answered),
    unit,
    grain: span.grain,
    buckets: places.map(({ from }) => from),
    rows: by.rows.map((row) => ({
      key: row.key,
      label: groupName(row, by),
      series: places.map(({ at }) => row.series?.[at] ?? null),
    })),
  }
  const some = by.rows.filter(({ series: own }) =>
    own?.some((value) => value !== null && value !== 0),
  )
  return some.length <= MOST_MULTIPLES ? multiplesChart(input) : heatChart(input)
}
