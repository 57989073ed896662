import { courseChart, intervalsChart } from '#core/chart/build-intervals.ts'
import type { CourseChart, IntervalsChart } from '#core/chart/chart.ts'
import { capitalised, counted } from '#core/message/english.ts'
import { describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import type { CourseWeek } from './course.ts'
import { questionName } from './findings-parts.ts'
import type { SignalFinding } from './findings.ts'
import type { SignalId } from './panel.ts'
import { SIGNALS } from './words.ts'

/** Of one signal, week by week around the first sustained use. */
export type SignalCourse = { readonly signal: SignalId; readonly weeks: readonly CourseWeek[] }

const footer = (of: Period) =>
  `AI Usage · ${describePeriod(of)} · 95% intervals, each of one number alone · an association, not a cause`

/** Every question that was answered, in one measure; undefined where none was. */
export function findingsChart(
  findings: readonly SignalFinding[],
  of: Period,
): IntervalsChart | undefined {
  const rows = findings.flatMap(({ question, verdict, estimate }) => {
    if (estimate === null || estimate.difference === 0) return []
    const { difference, interval, standardised } = estimate
    const [low, high] = interval.map((end) => (end * standardised) / difference)
    if (low === undefined || high === undefined) return []
    const told = verdict.startsWith('associated')
    return [{ label: questionName(question), value: standardised, low, high, told }]
  })
  if (rows.length === 0) return undefined
  const claims = rows.filter(({ told }) => told).length
  return intervalsChart({
    title:
      claims === 0
        ? 'No difference is told from chance and from how it was before'
        : `${capitalised(counted(claims, 'difference'))} of ${rows.length} told from chance and from how it was before`,
    subtitle: 'Where AI is used, against where it is not',
    footer: footer(of),
    unit: 'ratio',
    head: 'standard deviations of people of one team',
    rows,
  })
}

const knownWeeks = ({ weeks }: Pick<SignalCourse, 'weeks'>): number =>
  weeks.filter(({ difference }) => difference !== null).length

/** Points of fewer weeks are no course. */
const FEWEST_WEEKS = 3

/** Undefined where fewer than three weeks are known of enough people. */
export function adoptionChart(
  { signal, weeks }: SignalCourse,
  of: Period,
): CourseChart | undefined {
  if (knownWeeks({ weeks }) < FEWEST_WEEKS) return undefined
  const { noun, per } = SIGNALS[signal]
  return courseChart({
    title: `${capitalised(noun)} before and after people began`,
    subtitle: `Difference${per} to colleagues who had not begun, and to the four weeks before`,
    footer: footer(of),
    unit: 'ratio',
    head: 'weeks since the first of sustained use',
    steps: weeks.map(({ lag, difference, interval }) => ({
      at: lag,
      value: difference,
      low: interval?.[0] ?? null,
      high: interval?.[1] ?? null,
    })),
  })
}

/** The signal that is claimed to have changed, else the one of which most weeks are known. */
export function courseToShow(
  courses: readonly SignalCourse[],
  findings: readonly SignalFinding[],
): SignalCourse | undefined {
  const claimed = findings.find(
    ({ question, verdict }) => question.design === 'adoption' && verdict.startsWith('associated'),
  )?.question.signal
  return (
    courses.find(({ signal }) => signal === claimed) ??
    courses.toSorted((a, b) => knownWeeks(b) - knownWeeks(a))[0]
  )
}
