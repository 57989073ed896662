import type { ChangesChart } from '#core/chart/chart.ts'
import { formatChanges } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { framed } from './nothing.ts'
import { type Drawn, type Frame, inside, type Margins, plot, type Spec } from './plot.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const ROW = 30
const LABEL_MAX = 160
const LABEL = { size: 13 } as const

/** Signed amounts from a common zero: what adds to the right, what takes away to the left. */
export function changesCard(chart: ChangesChart, theme: Theme): Card {
  const { rows } = chart
  return framed(chart, theme, {
    empty: rows.length === 0,
    height: rows.length * ROW,
    draw: (frame) => draw(chart, frame, theme),
  })
}

async function draw(chart: ChangesChart, frame: Frame, theme: Theme): Promise<Drawn> {
  const { rows, unit } = chart
  const amounts = formatChanges(
    rows.map(({ change }) => change),
    unit,
  )
  const labels = Math.min(LABEL_MAX, Math.max(...rows.map(({ label }) => textWidth(label, 13))))
  const values = Math.max(...amounts.map((amount) => textWidth(amount, 13, 600)))
  const margins = { left: Math.ceil(labels) + 12, top: 0, right: Math.ceil(values) + 12, bottom: 0 }
  const drawn = await plot(spec(chart, theme), { frame, margins, theme })
  return { ...drawn, svg: drawn.svg + words(chart, amounts, { frame, margins, theme }) }
}

const domain = ({ rows }: ChangesChart): readonly [number, number] => {
  const all = rows.map(({ change }) => change)
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)]
  return low === high ? [0, 1] : [low, high]
}

function spec(chart: ChangesChart, theme: Theme): Spec {
  return {
    // Names stay out: Vega sees numbers only.
    data: { values: chart.rows.map(({ change }, row) => ({ row, change })) },
    mark: { type: 'bar', height: 16, cornerRadiusEnd: 3 },
    encoding: {
      y: { field: 'row', type: 'ordinal', axis: null, scale: { padding: 0 } },
      x: {
        field: 'change',
        type: 'quantitative',
        axis: null,
        scale: { domain: domain(chart), nice: false },
      },
      color: {
        condition: { test: 'datum.change < 0', value: theme.context },
        value: theme.accent,
      },
    },
  }
}

type Place = { readonly frame: Frame; readonly margins: Margins; readonly theme: Theme }

function words(
  chart: ChangesChart,
  amounts: readonly string[],
  { frame, margins, theme }: Place,
): string {
  const { x, width } = inside(frame, margins)
  const [low, high] = domain(chart)
  const zero = x + (-low / (high - low)) * width
  const line = `<path d="M${px(zero)} ${px(frame.y)}v${px(frame.height)}" stroke="${theme.axis}" stroke-width="1"/>`
  const rows = chart.rows.map(({ label }, index) => {
    const y = frame.y + index * ROW + ROW / 2 + 4.5
    const name = truncate(label, margins.left - 12, LABEL)
    return (
      svgText({ x: frame.x, y }, name, { ...LABEL, fill: theme.ink }) +
      svgText({ x: frame.x + frame.width, y }, amounts[index] ?? '', {
        size: 13,
        fill: theme.ink,
        weight: 600,
        anchor: 'end',
      })
    )
  })
  return line + rows.join('')
}
