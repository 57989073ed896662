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
