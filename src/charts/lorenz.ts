import type { LorenzChart } from '#core/chart/chart.ts'
import { formatShare } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { framed } from './nothing.ts'
import { type Frame, inside } from './plot.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'

const HEIGHT = 280
const TICK = 12
const NAME = { size: 12.5, weight: 600 } as const
const RADIUS = 4.5
const TICKS = [0, 25, 50, 75, 100] as const
/** Which tenths of the people are named on the curve, as the table beside it tells them. */
const NAMED = [1, 2, 5, 8] as const

/** How much of the whole the most active tenths did, against all having done alike. */
export function lorenzCard(chart: LorenzChart, theme: Theme): Card {
  const { tenths } = chart
  return framed(chart, theme, {
    empty: tenths.length === 0,
    height: HEIGHT,
    draw: (frame) => draw(chart, frame, theme),
  })
}

type Place = { readonly x: number; readonly y: number }

function draw({ tenths, xHead, yHead }: LorenzChart, frame: Frame, theme: Theme): string {
  const area = inside(frame, { left: 40, top: 24, right: 14, bottom: 42 })
  const at = (people: number, share: number): Place => ({
    x: area.x + area.width * people,
    y: area.y + area.height * (1 - share),
  })
  const points = [at(0, 0), ...tenths.map((share, n) => at((n + 1) / tenths.length, share))]
  const path = points.map(({ x, y }, n) => `${n === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('')
  const [from, to] = [at(0, 0), at(1, 1)]
  const alike = `M${px(from.x)} ${px(from.y)}L${px(to.x)} ${px(to.y)}`
  const tint = `<path d="${path}Z" fill="${theme.accent}" fill-opacity="0.1"/>`
  const even = `<path d="${alike}" fill="none" stroke="${theme.ink3}" stroke-width="1.5" stroke-dasharray="4 4"/>`
  const curve = `<path d="${path}" fill="none" stroke="${theme.accent}" stroke-width="2.5" stroke-linejoin="round"/>`
  const middle = at(0.62, 0.43)
  const said = svgText({ x: middle.x, y: middle.y + 4 }, 'all alike', {
    size: TICK,
    fill: theme.ink2,
  })
  const heads = { size: 12.5, fill: theme.ink2 }
  return (
    axes(area, theme) +
    tint +
    even +
    curve +
    said +
    marks(tenths, at, theme) +
    svgText({ x: frame.x, y: frame.y + 11 }, `${yHead} ↑`, heads) +
    svgText({ x: area.x + area.width, y: area.y + area.height + 35 }, `${xHead} →`, {
      ...heads,
      anchor: 'end',
    })
  )
}

function axes(area: Frame, theme: Theme): string {
  const style = { size: TICK, fill: theme.ink3 }
  const bottom = area.y + area.height
  return TICKS.map((tick) => {
    const x = area.x + (area.width * tick) / 100
    const y = bottom - (area.height * tick) / 100
    const line = `<path d="M${px(area.x)} ${px(y)}h${px(area.width)}" stroke="${tick === 0 ? theme.axis : theme.grid}" stroke-width="1"/>`
    const mark = `<path d="M${px(x)} ${px(bottom)}v4" stroke="${theme.axis}" stroke-width="1"/>`
    return (
      line +
      mark +
      svgText({ x: area.x - 6, y: y + 4 }, `${tick}%`, { ...style, anchor: 'end' }) +
      svgText({ x, y: bottom + 17 }, `${tick}%`, {
        ...style,
        anchor: tick === 100 ? 'end' : 'middle',
      })
    )
  }).join('')
}

/** Below the curve, to the right of its point: there it is free. */
function marks(
  tenths: readonly number[],
  at: (people: number, share: number) => Place,
  theme: Theme,
): string {
  return NAMED.flatMap((n) => {
    const share = tenths[n - 1]
    if (share === undefined) return []
    const { x, y } = at(n / tenths.length, share)
    const dot = `<circle cx="${px(x)}" cy="${px(y)}" r="${RADIUS}" fill="${theme.accent}" stroke="${theme.background}" stroke-width="1.5"/>`
    return [
      dot + svgText({ x: x + 6, y: y + 17 }, formatShare(share), { ...NAME, fill: theme.ink }),
    ]
  }).join('')
}
