import type { Card } from './card.ts'
import type { Drawn, Frame } from './plot.ts'
import { svgText } from './svg.ts'
import type { Theme } from './theme.ts'

/** How high the plot is when there is nothing to plot. */
export const NOTHING = 60

/** Said in place of a plot. */
export function nothing({ x, y, width, height }: Frame, theme: Theme): Promise<Drawn> {
  const at = { x: x + width / 2, y: y + height / 2 + 5 }
  const svg = svgText(at, 'No data', { size: 15, fill: theme.ink3, anchor: 'middle' })
  return Promise.resolve({ svg, warnings: [] })
}

type Framed = Pick<Card, 'title' | 'subtitle' | 'footer'> & { readonly notes?: readonly string[] }

type Plot = {
  readonly empty: boolean
  readonly height: number
  /** A string is SVG that nothing warned about. Not called where the chart is empty. */
  readonly draw: (frame: Frame) => string | Promise<Drawn>
}

/** The card of a chart that needs no keys: its plot, or that there is nothing to plot. */
export function framed(chart: Framed, theme: Theme, { empty, height, draw }: Plot): Card {
  const { title, subtitle, notes = [], footer } = chart
  return {
    title,
    subtitle,
    keys: [],
    notes,
    footer,
    plotHeight: empty ? NOTHING : height,
    draw: async (frame) => {
      if (empty) return nothing(frame, theme)
      const drawn = await draw(frame)
      return typeof drawn === 'string' ? { svg: drawn, warnings: [] } : drawn
    },
  }
}
