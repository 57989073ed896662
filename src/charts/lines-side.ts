import { change, type Means, signed } from '#core/chart/change.ts'
import type { LinesChart } from '#core/chart/chart.ts'
import { formatAlike } from '#core/chart/format.ts'
import type { Unit } from '#core/metric/metric.ts'

import { textWidth } from './measure.ts'
import type { Frame } from './plot.ts'
import type { Scale } from './scale.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'

export type Side = Means & {
  readonly scale: Scale
  readonly unit: Unit
  readonly buckets: number
  readonly grain: LinesChart['grain']
  readonly told: LinesChart['told']
  /** The two numbers are no means of what is drawn. */
  readonly overall: boolean
}

type SideText = {
  readonly now: string
  readonly before: string
  readonly change: string
  readonly basis: string
}

function sideText({ now, before, pairs, buckets, unit, grain, told, overall }: Side): SideText {
  const moved = before === null ? undefined : change(now, before)
  const means = [now, before].filter((mean) => mean !== null)
  const [mean = '', against = ''] = formatAlike(means, unit).map((amount) =>
    buckets === 1 || overall ? amount : `avg ${amount}`,
  )
  const paired = before !== null && pairs < buckets ? `${pairs} of ${buckets} ${grain}s` : ''
  const drawn = { change: moved === undefined ? '' : signed(moved), basis: paired }
  const said = told && { change: told.change, basis: told.basis || paired }
  return { now: mean, before: against, ...(before === null ? drawn : (said ?? drawn)) }
}

export function sideWidth(side: Side): number {
  const text = sideText(side)
  return Math.ceil(
    Math.max(
      textWidth(text.now, 13, 600),
      textWidth(text.before, 13, 500),
      textWidth(text.change, 17, 700),
      textWidth(text.basis, 11),
    ),
  )
}

const APART = 17

/** The means at their own height, pushed apart where they would touch, the change above them. */
export function drawSide(side: Side, area: Frame, theme: Theme): string {
  const text = sideText(side)
  if (side.now === null) return ''
  const { top, bottom } = side.scale
  const height = (value: number): number => area.height * (1 - (value - bottom) / (top - bottom))
  const real = { now: height(side.now), before: height(side.before ?? side.now) }
  const overlap = side.before === null ? 0 : Math.max(0, APART - Math.abs(real.now - real.before))
  const above = real.now <= real.before ? 1 : -1
  const spread = {
    now: real.now - (above * overlap) / 2,
    before: real.before + (above * overlap) / 2,
  }
  const highest = Math.min(spread.now, spread.before)
  const lowest = Math.max(spread.now, spread.before)
  const room = { above: text.change === '' ? 5 : 27, below: text.basis === '' ? 0 : 15 }
  const shift = Math.max(0, room.above - highest) + Math.min(0, area.height - lowest - room.below)
  const x = area.x + area.width
  const at = (y: number): { x: number; y: number } => ({ x: x + 15, y: area.y + y + shift })
  const tick = (from: number, to: number, color: string): string =>
    `<path d="M${px(x + 2)} ${px(area.y + from)}h5l5 ${px(to + shift - from)}" fill="none" stroke="${color}" stroke-width="1.75"/>`
  let svg = tick(real.now, spread.now, theme.accent)
  svg += svgText(at(spread.now + 4.5), text.now, { size: 13, fill: theme.accent, weight: 600 })
  if (side.before !== null) {
    svg += tick(real.before, spread.before, theme.context)
    svg += svgText(at(spread.before + 4.5), text.before, {
      size: 13,
      fill: theme.ink2,
      weight: 500,
    })
    svg += svgText(at(highest - 13), text.change, { size: 17, fill: theme.ink, weight: 700 })
    svg += svgText(at(lowest + 19), text.basis, { size: 11, fill: theme.ink3 })
  }
  return svg
}
