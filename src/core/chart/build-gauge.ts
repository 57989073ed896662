import { type Built, notes, told, words } from './build.ts'
import type { GaugeChart } from './chart.ts'
import { plain } from './text.ts'

export function gaugeChart(input: Built<GaugeChart, never>): GaugeChart {
  return told({
    ...input,
    ...words(input),
    kind: 'gauge',
    usedHead: plain(input.usedHead),
    wholeHead: plain(input.wholeHead),
    notes: notes(input),
  })
}
