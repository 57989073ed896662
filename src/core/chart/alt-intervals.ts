import { measured } from './alt-lines.ts'
import type { CourseChart, IntervalsChart } from './chart.ts'
import { signed } from './signed.ts'
import { cut } from './text.ts'

type Untold<Kind> = Omit<Kind, 'alt'>

const span = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${signed(low)} to ${signed(high)}`

/** Each with its interval, in the order drawn. */
export function intervalsAlt({ rows, head, subtitle }: Untold<IntervalsChart>): readonly string[] {
  const start = `Interval plot${measured(subtitle)}`
  if (rows.length === 0) return [`${start}. No data.`]
  const said = rows.map(
    (row) => `${cut(row.label, 60)} ${signed(row.value)} (${span(row)})${row.told ? ', told' : ''}`,
  )
  return [`${start}, in ${head}.`, `${said.join('; ')}.`]
}

/** Each step with its interval; gaps are counted. */
export function courseAlt({ steps, head, subtitle }: Untold<CourseChart>): readonly string[] {
  const start = `Course with intervals${measured(subtitle)}`
  const known = steps.flatMap(({ at, value, low, high }) =>
    value === null || low === null || high === null ? [] : [{ at, value, low, high }],
  )
  if (known.length === 0) return [`${start}. No data.`]
  const said = known.map((step) => `${signed(step.at, 0)}: ${signed(step.value)} (${span(step)})`)
  const missing = steps.length - known.length
  return [
    `${start}, by ${head}.`,
    `${said.join('; ')}.`,
    ...(missing > 0 ? [`Not known or of too few: ${missing}.`] : []),
  ]
}
