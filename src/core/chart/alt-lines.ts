import type { Unit } from '#core/metric/metric.ts'

import { counterparts, weekdayShift } from './align.ts'
import { change, means, signed } from './change.ts'
import type { LinesChart } from './chart.ts'
import { bucketRange, inBucket, shortBucket, year } from './dates.ts'
import { formatAlike, shortValue } from './format.ts'
import { cut } from './text.ts'

/** With at most this many buckets every value is read out. */
const EVERY_VALUE = 15

/** ": Spend per day", after the kind of chart. */
export const measured = (subtitle: string): string =>
  subtitle === '' ? '' : `: ${cut(subtitle, 160)}`

type Points = LinesChart['now']

export function linesAlt(chart: Omit<LinesChart, 'alt'>): readonly string[] {
  const { now, before, unit, grain } = chart
  const [first] = now
  if (first === undefined) return [`Line chart${measured(chart.subtitle)}. No data.`]
  const known = now.flatMap(({ from, value }) => (value === null ? [] : [{ from, value }]))
  return [
    `Line chart${measured(chart.subtitle)}, ${linesPeriods(chart)}.`,
    ...(known.length === 0 ? ['No data.'] : averages(chart)),
    ...(known.length > 1 ? [extremes(known, unit, grain)] : []),
    ...(known.length > 0 && now.length <= EVERY_VALUE ? [everyValue(chart)] : []),
    ...(known.length > 0 ? gaps(now, grain) : []),
    ...(chart.alone ? [] : comparisonGaps(now, before, grain)),
  ]
}

function linesPeriods(chart: Omit<LinesChart, 'alt'>): string {
  const { now, before, grain } = chart
  const [from, to] = ends(now)
  const period = bucketRange(from, to, { grain, withYear: true })
  if (before.every(({ value }) => value === null)) return period
  const [fromBefore, toBefore] = ends(before)
  const against = bucketRange(fromBefore, toBefore, {
    grain: grain === 'week' ? 'day' : grain,
    withYear: year(fromBefore) !== year(to),
  })
  return `${period}, against ${against}${weekdayShift(chart) === 0 ? '' : ' on the same weekdays'}`
}

function ends(points: Points): readonly [string, string] {
  return [points[0]?.from ?? '', points[points.length - 1]?.from ?? '']
}

function averages(chart: Omit<LinesChart, 'alt'>): readonly string[] {
  const { now, unit, grain, told, overall } = chart
  const mean = means(chart)
  if (mean.now === null) return []
  const each = overall?.per ?? grain
  const level = (value: string) =>
    overall && !overall.per ? `Over all ${value}` : `Average ${value} a ${each}`
  if (mean.before === null) return [`${level(shortValue(mean.now, unit))}.`]
  const moved = change(mean.now, mean.before)
  const [average = '', against] = formatAlike([mean.now, mean.before], unit)
  const start = level(average)
  const only =
    mean.pairs < now.length ? `, over the ${count(mean.pairs, grain)} that both periods have` : ''
  if (told) {
    const said = [told.change, told.basis].filter((part) => part !== '').join(' ')
    return [`${start}, against ${against}${only}${said === '' ? '' : `: ${said}`}.`]
  }
  return [
    moved === undefined
      ? `${start}, against ${against}${only}.`
      : `${start}, ${signed(moved)} against ${against}${only}.`,
  ]
}

function extremes(
  known: readonly { from: string; value: number }[],
  unit: Unit,
  grain: LinesChart['grain'],
): string {
  const [first, ...others] = known
  let high = first!
  let low = first!
  for (const point of others) {
    if (point.value > high.value) high = point
    if (point.value < low.value) low = point
  }
  const [highest, lowest] = formatAlike([high.value, low.value], unit)
  if (high.value === low.value) return `${highest} throughout.`
  return `Highest ${highest} ${inBucket(high.from, grain)}; lowest ${lowest} ${inBucket(low.from, grain)}.`
}

function everyValue(chart: Omit<LinesChart, 'alt'>): string {
  const { now, unit, grain } = chart
  const before = counterparts(chart)
  const said = now.flatMap(({ from, value }, index) =>
    value === null ? [] : [{ from, value, against: before[index] ?? null }],
  )
  const amounts = formatAlike(
    said.flatMap(({ value, against }) => [value, against ?? 0]),
    unit,
  )
  const values = said.map(({ from, against }, index) => {
    const aside = against === null ? '' : ` (before ${amounts[2 * index + 1]})`
    return `${shortBucket(from, grain)} ${amounts[2 * index]}${aside}`
  })
  return `Values: ${values.join('; ')}.`
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** "No data for 3 days: 3–4 Nov, 9 Nov." */
export function gaps(points: Points, grain: LinesChart['grain']): readonly string[] {
  const runs: [string, string][] = []
  let open = false
  for (const { from, value } of points) {
    if (value === null && open) runs[runs.length - 1]![1] = from
    else if (value === null) runs.push([from, from])
    open = value === null
  }
  if (runs.length === 0) return []
  const missing = points.filter(({ value }) => value === null).length
  const each = grain === 'week' ? 'day' : grain
  const listed = runs.slice(0, 4).map(([from, to]) => bucketRange(from, to, { grain: each }))
  const more = runs.length > 4 ? ' and others' : ''
  return [`No data for ${count(missing, grain)}: ${listed.join(', ')}${more}.`]
}

function comparisonGaps(
  now: Points,
  before: Points,
  grain: LinesChart['grain'],
): readonly string[] {
  // A shorter month before is no gap: only what was asked for and is not known.
  const asked = before.slice(0, now.length)
  const missing = asked.filter(({ value }) => value === null).length
  if (missing === asked.length) return ['No data to compare with.']
  return missing === 0 ? [] : [`The comparison has no data for ${count(missing, grain)}.`]
}
