import type { CourseChart } from '#core/chart/chart.ts'
import { formatTicks } from '#core/chart/format.ts'
import { signed } from '#core/chart/signed.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { framed } from './nothing.ts'
import { type Frame, inside } from './plot.ts'
import { scaleFor, type Scale } from './scale.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'

const HEIGHT = 220
const TICK = 12
const RADIUS = 3.5
/** Pixels between the names of two steps. */
const ROOM = 26

/** A point and its interval each, before and after an event. */
export function courseCard(chart: CourseChart, theme: Theme): Card {
  return framed(chart, theme, {
    empty: chart.steps.every(({ value }) => value === null),
    height: HEIGHT,
    draw: (frame) => draw(chart, frame, theme),
  })
}

type Ground = {
  readonly area: Frame
  readonly scale: Scale
  readonly from: number
  readonly to: number
  readonly theme: Theme
}

const across = (at: number, { area, from, to }: Ground): number =>
  area.x + (area.width * (at - from + 0.5)) / (to - from + 1)
const down = (value: number, { area, scale }: Ground): number =>
  area.y + area.height * (1 - (value - scale.bottom) / (scale.top - scale.bottom))

function draw(chart: CourseChart, frame: Frame, theme: Theme): string {
  const { steps, unit } = chart
  const scale = scaleFor(
    steps.flatMap(({ low, high }) => [low ?? 0, high ?? 0]),
    unit,
  )
  const labels = formatTicks(scale.ticks, unit)
  const left = Math.ceil(Math.max(...labels.map((label) => textWidth(label, TICK)))) + 8
  const area = inside(frame, { left, top: 8, right: 6, bottom: 40 })
  const [from, to] = [steps[0]?.at ?? 0, steps.at(-1)?.at ?? 0]
  const ground = { area, scale, from, to, theme }
  return axes(chart, labels, ground) + marks(chart, ground)
}

function axes({ steps, head }: CourseChart, labels: readonly string[], ground: Ground): string {
  const { area, scale, theme } = ground
  const style = { size: TICK, fill: theme.ink3 }
  const bottom = area.y + area.height
  const rows = scale.ticks.map((tick, at) => {
    const y = down(tick, ground)
    const stroke = tick === 0 ? theme.axis : theme.grid
    return (
      `<path d="M${px(area.x)} ${px(y)}h${px(area.width)}" stroke="${stroke}" stroke-width="1"/>` +
      svgText({ x: area.x - 6, y: y + 4 }, labels[at] ?? '', { ...style, anchor: 'end' })
    )
  })
  const each = area.width / steps.length
  const every = [1, 2, 4].find((n) => n * each >= ROOM) ?? 4
  const columns = steps
    .filter(({ at }) => at % every === 0)
    .map(({ at }) =>
      svgText({ x: across(at, ground), y: bottom + 17 }, signed(at, 0), {
        ...style,
        anchor: 'middle',
      }),
    )
  // The event is between the last step before and the first after.
  const event = across(-0.5, ground)
  const line = `<path d="M${px(event)} ${px(area.y)}v${px(area.height)}" stroke="${theme.axis}" stroke-width="1" stroke-dasharray="3 3"/>`
  const at = { x: area.x + area.width, y: bottom + 35 }
  const name = svgText(at, `${head} →`, { size: 12.5, fill: theme.ink2, anchor: 'end' })
  return rows.join('') + columns.join('') + line + name
}

const marks = ({ steps }: CourseChart, ground: Ground): string =>
  steps
    .map(({ at, value, low, high }) => {
      if (value === null || low === null || high === null) return ''
      const { theme } = ground
      const x = px(across(at, ground))
      const color = at < 0 ? theme.rest : theme.accent
      return (
        `<path d="M${x} ${px(down(low, ground))}V${px(down(high, ground))}" stroke="${color}" stroke-width="2" stroke-linecap="round"/>` +
        `<circle cx="${x}" cy="${px(down(value, ground))}" r="${RADIUS}" fill="${color}" stroke="${theme.background}" stroke-width="1"/>`
      )
    })
    .join('')
