import type { ScatterChart } from '#core/chart/chart.ts'
import { formatTicks } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { framed } from './nothing.ts'
import { type Frame, inside } from './plot.ts'
import { scaleFor, type Scale } from './scale.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const HEIGHT = 280
const NAME = { size: 12.5 } as const
const NAME_MAX = 120
const TICK = 12
const RADIUS = 5
/** More names than this are no longer found. */
const MOST_NAMES = 14

/** Two numbers against each other; the highest points are named where there is room. */
export function scatterCard(chart: ScatterChart, theme: Theme): Card {
  const { points } = chart
  return framed(chart, theme, {
    empty: points.length === 0,
    height: HEIGHT,
    draw: (frame) => draw(chart, frame, theme),
  })
}

type Scales = { readonly x: Scale; readonly y: Scale }
type Ground = { readonly area: Frame; readonly scales: Scales; readonly theme: Theme }

function draw(chart: ScatterChart, frame: Frame, theme: Theme): string {
  const scales = {
    x: scaleFor(
      chart.points.map(({ x }) => x),
      chart.xUnit,
    ),
    y: scaleFor(
      chart.points.map(({ y }) => y),
      chart.unit,
    ),
  }
  const yLabels = formatTicks(scales.y.ticks, chart.unit)
  const left = Math.ceil(Math.max(...yLabels.map((label) => textWidth(label, TICK)))) + 8
  const area = inside(frame, { left, top: 24, right: 14, bottom: 42 })
  const ground = { area, scales, theme }
  const ticks = { x: formatTicks(scales.x.ticks, chart.xUnit), y: yLabels }
  return axes(chart, { ...ground, ticks, frame }) + marks(chart, ground)
}

const across = (value: number, { area, scales: { x } }: Ground): number =>
  area.x + (area.width * (value - x.bottom)) / (x.top - x.bottom)
const down = (value: number, { area, scales: { y } }: Ground): number =>
  area.y + area.height * (1 - (value - y.bottom) / (y.top - y.bottom))

function axes(
  { xHead, yHead }: ScatterChart,
  ground: Ground & {
    readonly frame: Frame
    readonly ticks: { readonly x: string[]; readonly y: string[] }
  },
): string {
  const { area, scales, ticks, theme, frame } = ground
  const style = { size: TICK, fill: theme.ink3 }
  const bottom = area.y + area.height
  const rows = scales.y.ticks.map((tick, index) => {
    const y = down(tick, ground)
    const line = `<path d="M${px(area.x)} ${px(y)}h${px(area.width)}" stroke="${theme.grid}" stroke-width="1"/>`
    return (
      line + svgText({ x: area.x - 6, y: y + 4 }, ticks.y[index] ?? '', { ...style, anchor: 'end' })
    )
  })
  const columns = scales.x.ticks.map((tick, index) => {
    const x = across(tick, ground)
    const mark = `<path d="M${px(x)} ${px(bottom)}v4" stroke="${theme.axis}" stroke-width="1"/>`
    return (
      mark + svgText({ x, y: bottom + 17 }, ticks.x[index] ?? '', { ...style, anchor: 'middle' })
    )
  })
  const base = `<path d="M${px(area.x)} ${px(bottom)}h${px(area.width)}" stroke="${theme.axis}" stroke-width="1"/>`
  const head = { size: 12.5, fill: theme.ink2 }
  return (
    rows.join('') +
    columns.join('') +
    base +
    svgText({ x: frame.x, y: frame.y + 11 }, `${yHead} ↑`, head) +
    svgText({ x: area.x + area.width, y: bottom + 35 }, `${xHead} →`, { ...head, anchor: 'end' })
  )
}

type Box = { readonly left: number; readonly right: number; readonly y: number }

function marks({ points }: ScatterChart, ground: Ground): string {
  const { theme, area } = ground
  const placed = points
    .toSorted((a, b) => b.y - a.y || b.x - a.x)
    .map((point) => ({ ...point, at: { x: across(point.x, ground), y: down(point.y, ground) } }))
  const dots = placed.map(
    ({ at }) =>
      `<circle cx="${px(at.x)}" cy="${px(at.y)}" r="${RADIUS}" fill="${theme.accent}" stroke="${theme.background}" stroke-width="1.5"/>`,
  )
  const taken: Box[] = placed.map(({ at }) => ({
    left: at.x - RADIUS,
    right: at.x + RADIUS,
    y: at.y,
  }))
  const names: string[] = []
  for (const { label, at } of placed) {
    if (names.length === MOST_NAMES) break
    const text = truncate(label, NAME_MAX, NAME)
    const width = textWidth(text, NAME.size)
    const sides = [at.x + RADIUS + 4, at.x - RADIUS - 4 - width]
    const free = sides.find((left) => {
      const box = { left, right: left + width, y: at.y }
      const inFrame = box.left >= area.x && box.right <= area.x + area.width + 14
      return inFrame && !taken.some((other) => touch(box, other))
    })
    if (free === undefined) continue
    taken.push({ left: free, right: free + width, y: at.y })
    names.push(svgText({ x: free, y: at.y + 4.5 }, text, { ...NAME, fill: theme.ink }))
  }
  return dots.join('') + names.join('')
}

const LINE = 14

const touch = (one: Box, other: Box): boolean =>
  Math.abs(one.y - other.y) < LINE && one.left < other.right + 2 && other.left < one.right + 2
