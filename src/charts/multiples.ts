import type { MultiplesChart } from '#core/chart/chart.ts'
import { meanOf } from '#core/chart/compare.ts'
import { bucketsRange, shortBucket } from '#core/chart/dates.ts'
import { formatAlike } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import type { Frame } from './plot.ts'
import { scaleFor, type Scale } from './scale.ts'
import { smallLine } from './small-line.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const COLUMNS = 2
const GAP = 28
const HEIGHT = 92
const HEAD = 24
/** Between the line and the next head. */
const FOOT = 16
const DATES = 16
const NAME = { size: 13.5, weight: 600 } as const
const MEAN = { size: 13 } as const

/** One small picture each, all on one scale, each with its mean. */
export function multiplesCard(chart: MultiplesChart, theme: Theme): Card {
  const { buckets, series, grain } = chart
  const values = series.flatMap((one) => one.values.filter((value) => value !== null))
  const period = bucketsRange(buckets, grain)
  const rows = Math.ceil(series.length / COLUMNS)
  return {
    title: chart.title,
    subtitle: [chart.subtitle, period, 'same scale'].filter((text) => text !== '').join(', '),
    keys: [],
    notes: chart.notes ?? [],
    footer: chart.footer,
    plotHeight: values.length === 0 ? NOTHING : rows * HEIGHT + DATES,
    draw: (frame) =>
      values.length === 0
        ? nothing(frame, theme)
        : Promise.resolve({
            svg: draw(chart, scaleFor(values, chart.unit), { frame, theme }),
            warnings: [],
          }),
  }
}

type Place = { readonly frame: Frame; readonly theme: Theme }

function draw(chart: MultiplesChart, scale: Scale, { frame, theme }: Place): string {
  const width = (frame.width - GAP) / COLUMNS
  const means = chart.series.map(({ values }) => meanOf(values))
  const amounts = formatAlike(
    means.map((mean) => mean ?? 0),
    chart.unit,
  )
  const cells = chart.series.map((one, index) => {
    const x = frame.x + (index % COLUMNS) * (width + GAP)
    const y = frame.y + Math.floor(index / COLUMNS) * HEIGHT
    const mean = means[index] == null ? 'no data' : `avg ${amounts[index]}`
    const room = width - textWidth(mean, MEAN.size) - 10
    const area = { x: x + 3, y: y + HEAD, width: width - 8, height: HEIGHT - HEAD - FOOT }
    const zero = area.y + area.height * (1 - (0 - scale.bottom) / (scale.top - scale.bottom))
    const color = one.role === undefined ? theme.accent : theme.unattributed
    return (
      svgText({ x, y: y + 14 }, truncate(one.label, room, NAME), { ...NAME, fill: theme.ink }) +
      svgText({ x: x + width, y: y + 14 }, mean, { ...MEAN, fill: theme.ink2, anchor: 'end' }) +
      `<path d="M${px(x)} ${px(zero)}h${px(width)}" stroke="${theme.axis}" stroke-width="1"/>` +
      smallLine(one.values, { area, scale }, { color, width: 2 })
    )
  })
  return cells.join('') + dates(chart, { width, frame, theme })
}

/** The first and the last day, under the lowest picture of each column. */
function dates(
  { buckets, grain, series }: MultiplesChart,
  { width, frame, theme }: Place & { readonly width: number },
): string {
  const [from, to] = [buckets[0], buckets.at(-1)]
  if (from === undefined || to === undefined || from === to) return ''
  return Array.from({ length: Math.min(COLUMNS, series.length) }, (_, column) => {
    const below = Math.ceil((series.length - column) / COLUMNS)
    const x = frame.x + column * (width + GAP)
    const y = frame.y + below * HEIGHT
    const style = { size: 12, fill: theme.ink3 }
    return (
      svgText({ x, y }, shortBucket(from, grain), style) +
      svgText({ x: x + width, y }, shortBucket(to, grain), { ...style, anchor: 'end' })
    )
  }).join('')
}
