import type { StripChart } from '#core/chart/chart.ts'
import { bucketsRange } from '#core/chart/dates.ts'

import type { Card } from './card.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import type { Frame } from './plot.ts'
import { smallLine } from './small-line.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const COLUMNS = 2
const GAP = 28
const HEIGHT = 72
const VALUE = { size: 22, weight: 700 } as const
const LABEL = { size: 13 } as const
const TOLD = { size: 13, weight: 600 } as const
const LINE = 76

/** Numbers beside each other, each with its change and its own course. */
export function stripCard(chart: StripChart, theme: Theme): Card {
  const { tiles, buckets, grain } = chart
  const period = bucketsRange(buckets, grain)
  const rows = Math.ceil(tiles.length / COLUMNS)
  return {
    title: chart.title,
    subtitle: [chart.subtitle, period].filter((text) => text !== '').join(', '),
    keys: [],
    notes: chart.notes ?? [],
    footer: chart.footer,
    plotHeight: tiles.length === 0 ? NOTHING : rows * HEIGHT,
    draw: (frame) =>
      tiles.length === 0
        ? nothing(frame, theme)
        : Promise.resolve({ svg: draw(chart, frame, theme), warnings: [] }),
  }
}

function draw({ tiles }: StripChart, frame: Frame, theme: Theme): string {
  const width = (frame.width - GAP) / COLUMNS
  return tiles
    .map(({ label, value, told, values }, index) => {
      const x = frame.x + (index % COLUMNS) * (width + GAP)
      const y = frame.y + Math.floor(index / COLUMNS) * HEIGHT
      const shown = truncate(value, width - LINE - 8, VALUE)
      const after = x + textWidth(shown, VALUE.size, VALUE.weight) + 8
      const room = x + width - after
      const course = values.filter((one) => one !== null).length > 1
      const space = room - (course ? LINE + 8 : 0)
      // Beside the value where there is room, else under the line.
      const beside = textWidth(told, TOLD.size, TOLD.weight) <= space
      return (
        `<path d="M${px(x)} ${px(y)}h${px(width)}" stroke="${theme.grid}" stroke-width="1"/>` +
        svgText({ x, y: y + 18 }, truncate(label, width, LABEL), { ...LABEL, fill: theme.ink2 }) +
        svgText({ x, y: y + 44 }, shown, { ...VALUE, fill: theme.ink }) +
        (beside
          ? svgText({ x: after, y: y + 44 }, told, { ...TOLD, fill: theme.ink2 })
          : svgText({ x, y: y + 62 }, truncate(told, width - LINE - 8, TOLD), {
              ...TOLD,
              fill: theme.ink2,
            })) +
        (course ? spark(values, { x: x + width - LINE, y: y + 26, theme }) : '')
      )
    })
    .join('')
}

/** Its own scale, from zero: how high it is stands beside it. */
function spark(
  values: StripChart['tiles'][number]['values'],
  { x, y, theme }: { readonly x: number; readonly y: number; readonly theme: Theme },
): string {
  const known = values.filter((value) => value !== null)
  const [bottom, top] = [Math.min(0, ...known), Math.max(0, ...known)]
  const scale = { bottom, top: top === bottom ? bottom + 1 : top }
  const area = { x: x + 2, y, width: LINE - 6, height: 28 }
  return smallLine(values, { area, scale }, { color: theme.accent, width: 1.75 })
}
