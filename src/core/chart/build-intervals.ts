import { type Built, notes, told, words } from './build.ts'
import type { CourseChart, IntervalsChart } from './chart.ts'
import { plain } from './text.ts'

/** In the order given. */
export function intervalsChart(input: Built<IntervalsChart, never>): IntervalsChart {
  const rows = input.rows.map((row) => ({ ...row, label: plain(row.label) || '(no name)' }))
  return told({ ...input, ...words(input), kind: 'intervals', rows, notes: notes(input) })
}

export function courseChart(input: Built<CourseChart, never>): CourseChart {
  const steps = input.steps.toSorted((a, b) => a.at - b.at)
  return told({ ...input, ...words(input), kind: 'course', steps, notes: notes(input) })
}
