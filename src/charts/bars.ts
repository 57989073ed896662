import { longest } from '#core/chart/beyond.ts'
import { barChanges, type Said } from '#core/chart/change.ts'
import type { BarsChart } from '#core/chart/chart.ts'
import { formatAlike } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { framed } from './nothing.ts'
import { type Drawn, type Frame, inside, type Margins, plot, type Spec } from './plot.ts'
import { svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const ROW = 26
const HEAD = 20
const LABEL_MAX = 160
const LABEL = { size: 13 } as const

/** Groups by size, with their value at the end of the bar and the change in a column. */
export function barsCard(chart: BarsChart, theme: Theme): Card {
  const { rows } = chart
  return framed(chart, theme, {
    empty: rows.length === 0,
    height: HEAD + rows.length * ROW,
    draw: (frame) => draw(chart, frame, theme),
  })
}

async function draw(chart: BarsChart, frame: Frame, theme: Theme): Promise<Drawn> {
  const { rows } = chart
  const labelWidth = Math.min(LABEL_MAX, Math.max(...rows.map(({ label }) => textWidth(label, 13))))
  const valueWidth = Math.max(...amounts(chart).map((amount) => textWidth(amount, 13, 600)))
  const margins = {
    left: Math.ceil(labelWidth) + 10,
    top: HEAD,
    right: Math.ceil(valueWidth) + 8 + changeWidth(chart),
    bottom: 0,
  }
  const max = longest(rows)
  const drawn = await plot(spec(chart, max, theme), { frame, margins, theme })
  return { ...drawn, svg: drawn.svg + words(chart, { frame, margins, max, theme }) }
}

/** A refund has no length, and neither has what is longer than there is room; the label says what it is. */
const lengthOf = (now: number, max: number): number => (now > max ? 0 : Math.max(0, now))

function spec({ rows }: BarsChart, max: number, theme: Theme): Spec {
  return {
    // Names stay out: Vega sees numbers only.
    data: {
      values: rows.map(({ now, role }, row) => ({
        row,
        value: lengthOf(now, max),
        named: role === undefined,
      })),
    },
    mark: { type: 'bar', height: 16, cornerRadiusEnd: 3 },
    encoding: {
      y: { field: 'row', type: 'ordinal', axis: null, scale: { padding: 0 } },
      x: {
        field: 'value',
        type: 'quantitative',
        axis: null,
        scale: { domain: [0, max], nice: false },
      },
      color: { condition: { test: 'datum.named', value: theme.accent }, value: theme.context },
    },
  }
}

const amounts = ({ rows, unit }: BarsChart): string[] =>
  formatAlike(
    rows.map(({ now }) => now),
    unit,
  )

type Place = {
  readonly frame: Frame
  readonly margins: Margins
  readonly max: number
  readonly theme: Theme
}

function words(chart: BarsChart, { frame, margins, max, theme }: Place): string {
  const { x, width } = inside(frame, margins)
  const right = frame.x + frame.width
  const faint = { size: 11, fill: theme.ink3 }
  const headline = frame.y + 10
  const head = svgText(
    { x: frame.x, y: headline },
    truncate(chart.head, margins.left, faint),
    faint,
  )
  const beforeHead = compared(chart)
    ? svgText({ x: right, y: headline }, shortHead(chart), { ...faint, anchor: 'end' })
    : ''
  const values = amounts(chart)
  const changes = barChanges(chart.rows)
  const rows = chart.rows.map(({ label, now, role }, index) => {
    const y = frame.y + HEAD + index * ROW + ROW / 2 + 4.5
    const name = truncate(label, margins.left - 10, LABEL)
    const ink = role === undefined ? theme.ink : theme.ink2
    const end = x + (lengthOf(now, max) / max) * width
    return (
      svgText({ x: frame.x, y }, name, { ...LABEL, fill: ink }) +
      svgText({ x: end + 6, y }, now > max ? `${values[index]} together` : (values[index] ?? ''), {
        size: 13,
        fill: theme.ink,
        weight: 600,
      }) +
      changeText(changes[index], { x: right, y, theme })
    )
  })
  return head + beforeHead + rows.join('')
}

const compared = ({ rows }: BarsChart): boolean =>
  barChanges(rows).some((said) => said !== undefined)

const BEFORE_HEAD_MAX = 240

const shortHead = ({ beforeHead }: BarsChart): string =>
  truncate(beforeHead, BEFORE_HEAD_MAX, { size: 11 })

/** The column of changes; none when nothing can be compared. The head may reach over the bars. */
function changeWidth(chart: BarsChart): number {
  if (!compared(chart)) return 0
  const widest = barChanges(chart.rows).map((said) =>
    said === undefined ? 0 : textWidth(said.text, 12.5, 600),
  )
  return Math.ceil(Math.max(44, ...widest)) + 12
}

function changeText(
  said: Said | undefined,
  { x, y, theme }: { x: number; y: number; theme: Theme },
): string {
  if (said === undefined) return ''
  return svgText({ x, y }, said.text, {
    size: 12.5,
    fill: said.large ? theme.ink : theme.ink3,
    weight: said.large ? 600 : 400,
    anchor: 'end',
  })
}
