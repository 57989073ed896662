import { compareChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import { capitalised, counted } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import type { Row, SignalView } from './view.ts'
import { numberOf, SIGNAL_IDS, SIGNALS } from './words.ts'

type Shown = { readonly view: SignalView; readonly period: Period }

/**
 * What stands between who uses AI most and who does least, where no question could be answered; without
 * its full stop.
 */
export function levelSentence({ levels, course: { signal } }: SignalView): string {
  const known = levels.filter(({ means }) => means[signal])
  const [most, least] = [known[0], known.at(-1)]
  const { noun, per } = SIGNALS[signal]
  const said = (row: Row | undefined) => numberOf(signal, row?.means[signal]?.mean ?? 0)
  if (!most || !least || most === least)
    return `${said(most)} ${noun}${per}, by ${counted(most?.people ?? 0, 'person', 'people')}; levels of AI use can’t be told apart here without telling of too few`
  return `${quoted(most)} ${said(most)} ${noun}, ${quoted(least)} ${said(least)}: an association, not a cause`
}

/** Everyone by level of use, or as one. */
export const levelTable = ({ levels, everyone }: SignalView): Part =>
  levels.length > 1 ? rowTable('AI use', levels) : rowTable('Who', [everyone])

const quoted = ({ label, people }: Row): string =>
  `“${label}” (${counted(people, 'person', 'people')})`

/** Rows of means; a signal that is told of none of them has no column. */
export function rowTable(what: string, rows: readonly Row[]): Part {
  const shown = SIGNAL_IDS.filter((signal) => rows.some(({ means }) => means[signal]))
  return {
    kind: 'table',
    head: [what, 'People', ...shown.map((signal) => SIGNALS[signal].head)],
    rows: rows.map(({ label, people, means }) => [
      label,
      String(people),
      ...shown.map((signal) => {
        const mean = means[signal]?.mean
        return mean === undefined ? '–' : numberOf(signal, mean)
      }),
    ]),
  }
}

/** The signal levels are told apart by, week by week. */
export function signalChart({ view, period }: Shown): Chart {
  const { signal, lines } = view.course
  const { noun, per } = SIGNALS[signal]
  const { mean, people } = view.everyone.means[signal] ?? { mean: 0, people: 0 }
  return compareChart({
    title: `${numberOf(signal, mean)} ${noun}${per}`,
    subtitle: `${capitalised(noun)}, by how much people use AI`,
    footer: `AI Usage · ${describePeriod(period)} · ${Math.round(people)} people · an association, not a cause`,
    unit: 'ratio',
    grain: 'week',
    buckets: view.weeks,
    series: lines
      .filter(({ values }) => values.some((value) => value !== null))
      .map(({ label, values }) => ({ label, values })),
  })
}
