import type { HeatChart } from '#core/chart/chart.ts'
import { bucketsRange, shortBucket } from '#core/chart/dates.ts'
import { formatAlike } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import type { Frame } from './plot.ts'
import { thin } from './scale.ts'
import { px, svgRect, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const ROW = 26
const HEAD = 20
const LEGEND = 40
const NAME = { size: 13 } as const
const NAME_MAX = 130
const SMALL = 12
/** Pixels between two dates. */
const BETWEEN = 6

/** A row each; darker (in the dark: lighter) where there is more, by classes of equal count. */
export function heatCard(chart: HeatChart, theme: Theme): Card {
  const { buckets, series, grain } = chart
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null))
  const period = bucketsRange(buckets, grain)
  return {
    title: chart.title,
    subtitle: [chart.subtitle, period].filter((text) => text !== '').join(', '),
    keys: [],
    notes: chart.notes ?? [],
    footer: chart.footer,
    plotHeight: known.length === 0 ? NOTHING : HEAD + series.length * ROW + LEGEND,
    draw: (frame) =>
      known.length === 0
        ? nothing(frame, theme)
        : Promise.resolve({
            svg: draw(chart, bounds(known, theme.ramp.length), { frame, theme }),
            warnings: [],
          }),
  }
}

/** The largest value of each class, smallest first; equal values share a class. */
function bounds(values: readonly number[], classes: number): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const found = Array.from({ length: classes }, (_, index) => {
    const last = Math.ceil(((index + 1) * sorted.length) / classes) - 1
    return sorted[Math.max(0, last)] ?? 0
  })
  return [...new Set(found)]
}

type Place = { readonly frame: Frame; readonly theme: Theme }

function draw(chart: HeatChart, tops: readonly number[], { frame, theme }: Place): string {
  const { series, buckets } = chart
  const widest = Math.max(...series.map(({ label }) => textWidth(label, NAME.size)))
  const left = Math.min(NAME_MAX, Math.ceil(widest)) + 10
  const each = (frame.width - left) / Math.max(1, buckets.length)
  const x = frame.x + left
  const rows = series.map(({ label, values, role }, row) => {
    const y = frame.y + HEAD + row * ROW
    const ink = role === undefined ? theme.ink : theme.ink2
    const name = svgText({ x: frame.x, y: y + 17.5 }, truncate(label, left - 10, NAME), {
      ...NAME,
      fill: ink,
    })
    const cells = values.map((value, column) => {
      const box = {
        x: x + column * each + 1,
        y: y + 1,
        width: Math.max(1, each - 2),
        height: ROW - 2,
      }
      // What is not known is a stroke, never the colour of nothing.
      return value === null
        ? `<path d="M${px(box.x + box.width / 2 - 3)} ${px(y + ROW / 2)}h6" stroke="${theme.axis}" stroke-width="1.5"/>`
        : svgRect(box, colour(value, tops, theme), 2)
    })
    return name + cells.join('')
  })
  return (
    heads(chart, { x, each, frame, theme }) + rows.join('') + legend(chart, tops, { frame, theme })
  )
}

/** Few classes are far apart: the ends of the ramp stay its ends. */
function colour(value: number, tops: readonly number[], { ramp }: Theme): string {
  const index = tops.findIndex((top) => value <= top)
  const at = index === -1 ? tops.length - 1 : index
  return (
    ramp[
      tops.length === 1 ? ramp.length - 1 : Math.round((at * (ramp.length - 1)) / (tops.length - 1))
    ] ?? ramp[0]
  )
}

function heads(
  { buckets, grain }: HeatChart,
  { x, each, frame, theme }: Place & { readonly x: number; readonly each: number },
): string {
  const labels = buckets.map((bucket) => shortBucket(bucket, grain))
  const room = Math.max(...labels.map((label) => textWidth(label, SMALL))) + BETWEEN + 2
  const kept = thin(
    buckets.map((_, index) => index),
    each,
    room,
  )
  const end = frame.x + frame.width
  let free = -Infinity
  return kept
    .map((index) => {
      const label = labels[index] ?? ''
      const width = textWidth(label, SMALL)
      const start = Math.min(x + index * each, end - width)
      // The last may have been moved off the edge, onto the one before it.
      if (start < free) return ''
      free = start + width + BETWEEN
      return svgText({ x: start, y: frame.y + 12 }, label, { size: SMALL, fill: theme.ink3 })
    })
    .join('')
}

/** Each class by its largest value. */
function legend(
  { unit, series }: HeatChart,
  tops: readonly number[],
  { frame, theme }: Place,
): string {
  const amounts = formatAlike(tops, unit)
  const y = frame.y + HEAD + series.length * ROW + 14
  const each = frame.width / theme.ramp.length
  return tops
    .map((top, index) => {
      const x = frame.x + index * each
      return (
        svgRect({ x, y, width: 18, height: 14 }, colour(top, tops, theme), 2) +
        svgText({ x: x + 23, y: y + 11.5 }, `to ${amounts[index]}`, {
          size: SMALL,
          fill: theme.ink2,
        })
      )
    })
    .join('')
}
