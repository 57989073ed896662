import { formatValue } from '#core/metric/format.ts'

import { measured } from './alt-lines.ts'
import type { GaugeChart } from './chart.ts'
import { shortValue } from './format.ts'

/** As the message tells it, so that the picture never tells another. */
export const gaugeShare = ({ used, whole }: Pick<GaugeChart, 'used' | 'whole'>): string =>
  formatValue('share', used / whole)

/** `312 in use, of 400 paid for` */
export function gaugeParts(chart: Omit<GaugeChart, 'alt'>): string {
  const { used, whole, usedHead, wholeHead, unit } = chart
  return `${shortValue(used, unit)} ${usedHead}, of ${shortValue(whole, unit)} ${wholeHead}`
}

/** Its share, and the two numbers it is made of. */
export const gaugeAlt = (chart: Omit<GaugeChart, 'alt'>): readonly string[] => [
  `Gauge${measured(chart.subtitle)}.`,
  `${gaugeShare(chart)}: ${gaugeParts(chart)}.`,
]
