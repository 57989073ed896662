import type { Unit } from '#core/metric/metric.ts'

import { change, means, signed } from './change.ts'
import type { LinesChart } from './chart.ts'
import { dayRange, shortDay, weekdayOf, year } from './dates.ts'
import { formatValue } from './format.ts'
import { cut } from './text.ts'

/** With at most this many buckets every value is read out. */
const EVERY_VALUE = 15

/** " of spend per day", for the middle of a sentence. */
export const measured = (subtitle: string): string =>
  subtitle === '' ? '' : ` of ${cut(subtitle, 160)}`

type Points = LinesChart['now']

export function linesAlt(chart: Omit<LinesChart, 'alt'>): readonly string[] {
  const { now, before, unit, grain } = chart
  const [first] = now
  if (first === undefined) return [`Line chart${measured(chart.subtitle)}. No data.`]
  const known = now.flatMap(({ from, value }) => (value === null ? [] : [{ from, value }]))
  return [
    `Line chart${measured(chart.subtitle)}, ${linesPeriods(now, before, grain)}.`,
    ...(known.length === 0 ? ['No data.'] : averages(chart)),
    ...(known.length > 1 ? [extremes(known, unit)] : []),
    ...(known.length > 0 && now.length <= EVERY_VALUE ? [everyValue(chart)] : []),
    ...(known.length > 0 ? gaps(now, grain) : []),
    ...comparisonGaps(now, before, grain),
  ]
}

function linesPeriods(now: Points, before: Points, grain: LinesChart['grain']): string {
  const [from, to] = ends(now)
  const shown = before.slice(0, now.length)
  const label = grain === 'week' ? 'weeks of ' : ''
  if (shown.every(({ value }) => value === null)) return label + dayRange(from, to, true)
  const [fromBefore, toBefore] = ends(shown)
  const years = year(fromBefore) !== year(to)
  return `${label}${dayRange(from, to, true)}, against ${dayRange(fromBefore, toBefore, years)}`
}

function ends(points: Points): readonly [string, string] {
  return [points[0]?.from ?? '', points[points.length - 1]?.from ?? '']
}

function averages({ now, before, unit, grain }: Omit<LinesChart, 'alt'>): readonly string[] {
  const mean = means({ now, before })
  if (mean.now === null) return []
  const start = `Average ${formatValue(mean.now, unit)} a ${grain}`
  if (mean.before === null) return [`${start}.`]
  const moved = change(mean.now, mean.before)
  const against = formatValue(mean.before, unit)
  const only =
    mean.pairs < now.length ? `, over the ${count(mean.pairs, grain)} that both periods have` : ''
  return [
    moved === undefined
      ? `${start}, against ${against}${only}.`
      : `${start}, ${signed(moved)} against ${against}${only}.`,
  ]
}

function extremes(known: readonly { from: string; value: number }[], unit: Unit): string {
  const [first, ...others] = known
  let high = first!
  let low = first!
  for (const point of others) {
    if (point.value > high.value) high = point
    if (point.value < low.value) low = point
  }
  if (high.value === low.value) return `${formatValue(high.value, unit)} throughout.`
  const at = ({ from, value }: { from: string; value: number }): string =>
    `${formatValue(value, unit)} on ${weekdayOf(from)}`
  return `Highest ${at(high)}; lowest ${at(low)}.`
}

function everyValue({ now, before, unit }: Omit<LinesChart, 'alt'>): string {
  const values = now.flatMap(({ from, value }, index) => {
    if (value === null) return []
    const other = before[index]?.value ?? null
    const against = other === null ? '' : ` (before ${formatValue(other, unit)})`
    return [`${shortDay(from)} ${formatValue(value, unit)}${against}`]
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
  const listed = runs.slice(0, 4).map(([from, to]) => dayRange(from, to))
  const more = runs.length > 4 ? ' and others' : ''
  return [`No data for ${count(missing, grain)}: ${listed.join(', ')}${more}.`]
}

function comparisonGaps(
  now: Points,
  before: Points,
  grain: LinesChart['grain'],
): readonly string[] {
  const missing = now.filter((_, index) => (before[index]?.value ?? null) === null).length
  if (missing === 0) return []
  if (missing === now.length) return ['No data to compare with.']
  return [`The comparison has no data for ${count(missing, grain)}.`]
}
