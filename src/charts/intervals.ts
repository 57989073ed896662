import type { IntervalsChart } from '#core/chart/chart.ts'
import { formatTicks } from '#core/chart/format.ts'
import { signed } from '#core/chart/signed.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { framed } from './nothing.ts'
import type { Frame } from './plot.ts'
import { scaleFor, type Scale } from './scale.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const ROW = 38
const AXIS = 40
const TICK = 12
const RADIUS = 4.5
const NAME = { size: 12.5 } as const

/** A point and its interval each, under its name, beside zero. */
export function intervalsCard(chart: IntervalsChart, theme: Theme): Card {
  const { rows } = chart
  return framed(chart, theme, {
    empty: rows.length === 0,
    height: rows.length * ROW + AXIS,
    draw: (frame) => draw(chart, frame, theme),
  })
}

type Ground = { readonly frame: Frame; readonly scale: Scale; readonly theme: Theme }

/** Room at both ends for half of a tick's label. */
const SIDE = 14

const across = (value: number, { frame, scale: { bottom, top } }: Ground): number =>
  frame.x + SIDE + ((frame.width - 2 * SIDE) * (value - bottom)) / (top - bottom)

function draw(chart: IntervalsChart, frame: Frame, theme: Theme): string {
  const scale = scaleFor(
    chart.rows.flatMap(({ low, high }) => [low, high]),
    chart.unit,
  )
  const ground = { frame, scale, theme }
  return axis(chart, ground) + chart.rows.map((row, at) => mark(row, at, ground)).join('')
}

function axis({ rows, unit, head }: IntervalsChart, ground: Ground): string {
  const { frame, scale, theme } = ground
  const height = rows.length * ROW
  const labels = formatTicks(scale.ticks, unit)
  const lines = scale.ticks.map((tick, at) => {
    const x = across(tick, ground)
    const stroke = tick === 0 ? theme.axis : theme.grid
    return (
      `<path d="M${px(x)} ${px(frame.y)}v${px(height)}" stroke="${stroke}" stroke-width="1"/>` +
      svgText({ x, y: frame.y + height + 16 }, labels[at] ?? '', {
        size: TICK,
        fill: theme.ink3,
        anchor: 'middle',
      })
    )
  })
  const at = { x: frame.x + frame.width, y: frame.y + height + 34 }
  return lines.join('') + svgText(at, `${head} →`, { size: 12.5, fill: theme.ink2, anchor: 'end' })
}

function mark(row: IntervalsChart['rows'][number], at: number, ground: Ground): string {
  const { frame, theme } = ground
  const top = frame.y + at * ROW
  const y = top + 26
  const color = row.told ? theme.accent : theme.rest
  const [low, middle, high] = [row.low, row.value, row.high].map((value) => across(value, ground))
  const said = `${signed(row.value)} (${signed(row.low)} to ${signed(row.high)})`
  const room = frame.width - textWidth(said, NAME.size) - 12
  const name = { ...NAME, fill: theme.ink, ...(row.told && { weight: 600 as const }) }
  // The line behind the words must not cross them.
  const behind = `<rect x="${px(frame.x)}" y="${px(top)}" width="${px(frame.width)}" height="17" fill="${theme.background}"/>`
  return (
    behind +
    svgText({ x: frame.x, y: top + 13 }, truncate(row.label, room, NAME), name) +
    svgText({ x: frame.x + frame.width, y: top + 13 }, said, {
      ...NAME,
      fill: theme.ink2,
      anchor: 'end',
    }) +
    `<path d="M${px(low ?? 0)} ${px(y)}H${px(high ?? 0)}" stroke="${color}" stroke-width="2.5" stroke-linecap="round"/>` +
    `<circle cx="${px(middle ?? 0)}" cy="${px(y)}" r="${RADIUS}" fill="${color}" stroke="${theme.background}" stroke-width="1.5"/>`
  )
}
