import type { StacksChart } from '#core/chart/chart.ts'
import { formatAlike } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import { type Drawn, type Frame, inside, type Margins, plot, type Spec } from './plot.ts'
import { colors } from './share.ts'
import { svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const ROW = 26
const LABEL_MAX = 160
const LABEL = { size: 13 } as const
const KEY_MAX = 150

/** Groups by size, each divided into the same parts, with the whole at the end of its bar. */
export function stacksCard(chart: StacksChart, theme: Theme): Card {
  const { bars, parts } = chart
  const hues = colors(parts, theme)
  return {
    title: chart.title,
    subtitle: chart.subtitle,
    keys: parts.map(({ label }, index) => ({
      mark: 'band',
      color: hues[index] ?? theme.rest,
      text: truncate(label, KEY_MAX, LABEL),
    })),
    notes: chart.notes ?? [],
    footer: chart.footer,
    plotHeight: bars.length === 0 ? NOTHING : bars.length * ROW,
    draw: (frame) => (bars.length === 0 ? nothing(frame, theme) : draw(chart, frame, theme)),
  }
}

const totals = ({ bars }: StacksChart): readonly number[] =>
  bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0))

async function draw(chart: StacksChart, frame: Frame, theme: Theme): Promise<Drawn> {
  const { bars } = chart
  const amounts = formatAlike(totals(chart), chart.unit)
  const labels = Math.min(LABEL_MAX, Math.max(...bars.map(({ label }) => textWidth(label, 13))))
  const widest = Math.max(...amounts.map((amount) => textWidth(amount, 13, 600)))
  const margins = { left: Math.ceil(labels) + 10, top: 0, right: Math.ceil(widest) + 8, bottom: 0 }
  const max = Math.max(...totals(chart), 1)
  const drawn = await plot(spec(chart, max, theme), { frame, margins, theme })
  return { ...drawn, svg: drawn.svg + words(chart, amounts, { frame, margins, max, theme }) }
}

function spec(chart: StacksChart, max: number, theme: Theme): Spec {
  const hues = colors(chart.parts, theme)
  return {
    // Names stay out: Vega sees numbers only.
    data: { values: chart.bars.flatMap(({ values }, row) => pieces(values, row)) },
    mark: { type: 'bar', height: 16, stroke: theme.background, strokeWidth: 0.75 },
    encoding: {
      y: { field: 'row', type: 'ordinal', axis: null, scale: { padding: 0 } },
      x: {
        field: 'low',
        type: 'quantitative',
        axis: null,
        scale: { domain: [0, max], nice: false },
      },
      x2: { field: 'high' },
      color: {
        field: 'part',
        type: 'nominal',
        scale: { domain: hues.map((_, part) => part), range: hues },
        legend: null,
      },
    },
  }
}

function pieces(values: readonly number[], row: number) {
  let low = 0
  return values.map((value, part) => {
    const piece = { row, part, low, high: low + value }
    low = piece.high
    return piece
  })
}

type Place = {
  readonly frame: Frame
  readonly margins: Margins
  readonly max: number
  readonly theme: Theme
}

function words(
  chart: StacksChart,
  amounts: readonly string[],
  { frame, margins, max, theme }: Place,
): string {
  const { x, width } = inside(frame, margins)
  const all = totals(chart)
  return chart.bars
    .map(({ label, role }, index) => {
      const y = frame.y + index * ROW + ROW / 2 + 4.5
      const name = truncate(label, margins.left - 10, LABEL)
      const end = x + ((all[index] ?? 0) / max) * width
      return (
        svgText({ x: frame.x, y }, name, {
          ...LABEL,
          fill: role === undefined ? theme.ink : theme.ink2,
        }) +
        svgText({ x: end + 6, y }, amounts[index] ?? '', {
          size: 13,
          fill: theme.ink,
          weight: 600,
        })
      )
    })
    .join('')
}
