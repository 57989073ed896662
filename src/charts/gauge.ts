import { gaugeParts, gaugeShare } from '#core/chart/alt-gauge.ts'
import type { GaugeChart } from '#core/chart/chart.ts'
import { shortValue } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { framed } from './nothing.ts'
import type { Frame } from './plot.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'

const HEIGHT = 216
const RADIUS = 140
const THICK = 34
const SHARE = { size: 44, weight: 600 } as const
const TOP = 22

/** A half ring, filled as far as the whole is used, with the share in its middle. */
export function gaugeCard(chart: GaugeChart, theme: Theme): Card {
  return framed(chart, theme, {
    empty: false,
    height: HEIGHT,
    draw: (frame) => draw(chart, frame, theme),
  })
}

function draw(chart: GaugeChart, frame: Frame, theme: Theme): string {
  const center = { x: frame.x + frame.width / 2, y: frame.y + TOP + RADIUS }
  const on = (share: number) => {
    const angle = Math.PI * (1 - share)
    const from = RADIUS - THICK / 2
    return `${px(center.x + from * Math.cos(angle))} ${px(center.y - from * Math.sin(angle))}`
  }
  const arc = (share: number, color: string) => {
    const radius = px(RADIUS - THICK / 2)
    return `<path d="M${on(0)}A${radius} ${radius} 0 0 1 ${on(share)}" fill="none" stroke="${color}" stroke-width="${THICK}"/>`
  }
  // What is more than the whole fills it: the words say by how much.
  const filled = Math.min(1, Math.max(0, chart.used / chart.whole))
  const end = { size: 12.5, fill: theme.ink3, anchor: 'middle' } as const
  const below = { y: center.y + 18 }
  const middle = RADIUS - THICK / 2
  return (
    arc(1, theme.grid) +
    (filled > 0 ? arc(filled, theme.accent) : '') +
    svgText({ x: center.x, y: center.y - 6 }, gaugeShare(chart), {
      ...SHARE,
      fill: theme.ink,
      anchor: 'middle',
    }) +
    svgText({ x: center.x - middle, ...below }, shortValue(0, chart.unit), end) +
    svgText({ x: center.x + middle, ...below }, shortValue(chart.whole, chart.unit), end) +
    svgText({ x: center.x, y: center.y + 46 }, gaugeParts(chart), {
      size: 14,
      fill: theme.ink2,
      anchor: 'middle',
    })
  )
}
