import { addsUp } from '#core/metric/unit.ts'

import { gaugeAlt } from './alt-gauge.ts'
import { courseAlt, intervalsAlt } from './alt-intervals.ts'
import { gaps, linesAlt, measured } from './alt-lines.ts'
import { heatAlt, lorenzAlt, scatterAlt, stripAlt } from './alt-many.ts'
import { barChanges } from './change.ts'
import type { BarsChart, ChangesChart, Chart, ShareChart, StacksChart } from './chart.ts'
import { compareAlt } from './compare.ts'
import { bucketRange, shortBucket } from './dates.ts'
import { formatAlike, formatChanges, formatShare, shortValue } from './format.ts'
import { knownSpan, shares } from './shares.ts'
import { cut } from './text.ts'

type WithoutAlt<Kind> = Kind extends Chart ? Omit<Kind, 'alt'> : never

/** A chart whose text equivalent is still to be written. */
export type Untold = WithoutAlt<Chart>

/** What Slack takes as the alt text of an image block. */
const MAX_ALT = 2000

/** The text equivalent of a chart, from the numbers its marks are drawn from. */
export function altText(chart: Untold): string {
  const sentences = [
    sentence(cut(chart.title, 250)),
    ...describe(chart),
    ...(chart.notes ?? []).map((note) => sentence(cut(note, 160))),
    sentence(cut(chart.footer, 200)),
  ]
  return cut(sentences.filter((said) => said !== '').join(' '), MAX_ALT)
}

function describe(chart: Untold): readonly string[] {
  switch (chart.kind) {
    case 'lines':
      return linesAlt(chart)
    case 'bars':
      return barsAlt(chart)
    case 'share':
      return shareAlt(chart)
    case 'stacks':
      return stacksAlt(chart)
    case 'changes':
      return changesAlt(chart)
    case 'compare':
    case 'multiples':
      return compareAlt(chart)
    case 'heat':
      return heatAlt(chart)
    case 'strip':
      return stripAlt(chart)
    case 'scatter':
      return scatterAlt(chart)
    case 'lorenz':
      return lorenzAlt(chart)
    case 'gauge':
      return gaugeAlt(chart)
    case 'intervals':
      return intervalsAlt(chart)
    case 'course':
      return courseAlt(chart)
  }
}

const sentence = (text: string): string =>
  text === '' || /[.!?…。]$/u.test(text) ? text : `${text}.`

function barsAlt(chart: Omit<BarsChart, 'alt'>): readonly string[] {
  const { rows, unit } = chart
  const start = `Bar chart${measured(chart.subtitle)}`
  if (rows.length === 0) return [`${start}. No data.`]
  const changes = barChanges(rows)
  const compared = changes.some((said) => said !== undefined)
  const amounts = formatAlike(
    rows.map(({ now }) => now),
    unit,
  )
  const values = rows.map(({ label }, index) => {
    const said = changes[index]
    const aside = said === undefined ? '' : ` (${said.read})`
    return `${cut(label, 40)} ${amounts[index]}${aside}`
  })
  const total = rows.reduce((sum, { now }) => sum + now, 0)
  return [
    `${start}${compared ? `, with the change ${cut(chart.beforeHead, 60)}` : ''}.`,
    `${values.join('; ')}.`,
    // A person can be in two rows: their sum counts nobody.
    ...(!addsUp(unit) || rows.length === 1 || chart.apart
      ? []
      : [`Together ${shortValue(total, unit)}.`]),
  ]
}

function shareAlt(chart: Omit<ShareChart, 'alt'>): readonly string[] {
  const { buckets, series, grain } = chart
  const parts = shares(chart)
  const span = knownSpan(parts)
  const [from, to] = [buckets[0] ?? '', buckets[buckets.length - 1] ?? '']
  const start = `Stacked area chart${measured(chart.subtitle)}`
  if (span === undefined) return [`${start}. No data.`]
  const [first, last] = [buckets[span.first] ?? '', buckets[span.last] ?? '']
  const single = span.first === span.last
  const values = series.map(({ label }, index) => {
    const [a, b] = [parts[index]?.[span.first] ?? 0, parts[index]?.[span.last] ?? 0]
    const name = cut(label, 40)
    return single ? `${name} ${formatShare(b)}` : `${name} ${formatShare(a)} to ${formatShare(b)}`
  })
  const points = buckets.map((bucket, index) => ({
    from: bucket,
    value: parts[0]?.[index] ?? null,
  }))
  return [
    `${start}, ${bucketRange(from, to, { grain, withYear: true })}.`,
    `${single ? `${grain === 'month' ? 'In' : 'On'} ${shortBucket(last, grain)}` : `From ${shortBucket(first, grain)} to ${shortBucket(last, grain)}`}: ${values.join('; ')}.`,
    ...gaps(points, grain),
  ]
}

function stacksAlt(chart: Omit<StacksChart, 'alt'>): readonly string[] {
  const { bars, parts, unit } = chart
  const start = `Stacked bar chart${measured(chart.subtitle)}`
  if (bars.length === 0) return [`${start}. No data.`]
  const values = bars.map(({ label, values: of }) => {
    const total = of.reduce((sum, value) => sum + value, 0)
    const each = parts.flatMap((part, index) => {
      const value = of[index] ?? 0
      return value === 0 ? [] : [`${cut(part.label, 40)} ${shortValue(value, unit)}`]
    })
    const divided = each.length > 0 ? ` (${each.join(', ')})` : ''
    return `${cut(label, 40)} ${shortValue(total, unit)}${divided}`
  })
  return [`${start}.`, `${values.join('; ')}.`]
}

function changesAlt(chart: Omit<ChangesChart, 'alt'>): readonly string[] {
  const { rows, unit } = chart
  const start = `Bar chart of changes${measured(chart.subtitle)}`
  if (rows.length === 0) return [`${start}. No data.`]
  const amounts = formatChanges(
    rows.map(({ change }) => change),
    unit,
  )
  const values = rows.map(({ label }, index) => `${cut(label, 40)} ${amounts[index]}`)
  const total = rows.reduce((sum, { change }) => sum + change, 0)
  return [`${start}.`, `${values.join('; ')}.`, `Together ${formatChanges([total], unit)[0]}.`]
}
