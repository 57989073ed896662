import type { Chart, LinesChart } from '#core/chart/chart.ts'
import type { Message, Part } from '#core/message/message.ts'
import { addDays, addMonths, type Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Note } from './note.ts'

/** With more, the words under a chart would be longer than the chart. */
const MOST = 3
const LONGEST_ALT = 2_000

/** `3 Nov 2026: Copilot rolled out to Sales` */
export const noteLine = ({ day, says }: Pick<Note, 'day' | 'says'>): string =>
  `${describeDay(day)}: ${says}`

/** The same message, with what was noted on the days of its lines: a mark in the chart, and its words below. */
export function withNotes(message: Message, notes: readonly Note[]): Message {
  if (notes.length === 0) return message
  return {
    ...message,
    parts: message.parts.map((part): Part =>
      part.kind === 'chart' ? { ...part, chart: marked(part.chart, notes) } : part,
    ),
  }
}

function marked(chart: Chart, notes: readonly Note[]): Chart {
  if (chart.kind !== 'lines') return chart
  const found = notes
    .flatMap((note) => {
      const at = bucketOf(chart, note.day)
      return at === undefined ? [] : [{ note, at }]
    })
    .toSorted((a, b) => (a.note.day < b.note.day ? -1 : 1))
    .slice(-MOST)
  if (found.length === 0) return chart
  const lines = found.map(({ note }) => noteLine(note))
  const alt = `${chart.alt} Noted: ${lines.join('; ')}.`
  return {
    ...chart,
    marks: [...new Set(found.map(({ at }) => at))],
    notes: [...(chart.notes ?? []), ...lines],
    alt: alt.length > LONGEST_ALT ? chart.alt : alt,
  }
}

/** Which point of the line a day falls in. */
function bucketOf({ now, grain }: LinesChart, day: Day): number | undefined {
  const at = now.findLastIndex(({ from }) => from <= day)
  const from = now[at]?.from
  if (from === undefined) return undefined
  const ends = { day: 1, week: 7, month: 0 }[grain]
  const after = grain === 'month' ? addMonths(from as Day, 1) : addDays(from as Day, ends)
  return day < after ? at : undefined
}
