import { addDays, type Day } from '#core/time/day.ts'
import {
  describeDay,
  describePeriod,
  describePrevious,
  describeVersus,
} from '#core/time/describe.ts'
import { length } from '#core/time/period.ts'

import type { Answered } from './answered.ts'
import { listed } from './english.ts'

type When = Pick<Answered, 'ask' | 'span'>

/** The period inside a sentence: `in the 30 days to 20 Nov 2026`, `on 20 Nov 2026`, `so far today, …`. */
export function inPeriod({ ask, span }: When): string {
  const said = describePeriod(span.period, ask.period)
  if (ask.period.kind === 'today') return `so far ${said}`
  if (length(span.period) === 1) return `on ${said}`
  if (ask.period.kind === 'range') return `over ${said}`
  return `in ${said}`
}

/** `the 30 days before`, `the month before`, `a year before`. */
export function before({ ask, span }: When): string {
  return ask.vs ? describeVersus(span.previous, ask.vs) : describePrevious(span.period, ask.period)
}

/** The same for the head of a column, after "v". */
export function beforeHead(when: When): string {
  return before(when).replace(/^(?:on|over) /u, '')
}

/** Where the data of some tool ends before the period's last finished day. */
export function lagging({ measured, span, today }: Answered): Answered['measured']['tools'] {
  const yesterday = addDays(today, -1)
  const last = span.period.to < yesterday ? span.period.to : yesterday
  if (last < span.period.from) return []
  return measured.tools.filter(({ dataThrough }) => dataThrough === null || dataThrough < last)
}

/** ` (data to 12 Nov 2026 only)`; empty when every tool's data reaches the end. */
export function reach(answered: Answered): string {
  const late = lagging(answered)
  const [first] = late
  if (!first) return ''
  const names =
    late.length === answered.measured.tools.length
      ? 'data'
      : listed(
          late.map((t) => t.tool),
          2,
        )
  const ends = late.map((tool) => tool.dataThrough)
  if (ends.every((end) => end === null)) return ` (no data for ${names})`
  const earliest = ends.reduce((a, b) => (a === null || (b !== null && a < b) ? a : b))
  if (earliest === null || ends.some((end) => end !== earliest)) return ` (${names} not complete)`
  return ` (${names} to ${describeDay(earliest as Day)} only)`
}
