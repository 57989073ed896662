import type { Chart } from '#core/chart/chart.ts'
import { lookAtSignals, type SignalWeeks } from '#core/digest/signal-weeks.ts'
import { defineView } from '#core/digest/view.ts'
import { findingParts } from '#core/signals/findings-parts.ts'
import { adoptionChart, courseToShow } from '#core/signals/pictures.ts'
import { ANSWER_WEEKS } from '#core/signals/timing.ts'

export const began = defineView({
  id: 'began',
  title: 'Before and after people began',
  question: 'Does work change once people use AI every week, beside colleagues who do not yet?',
  needs: 'a source of signals, and half a year of use (docs/signals.md)',
  advice: `A change: offer a start to the team that uses AI least, and look again in ${ANSWER_WEEKS} weeks`,
  chart: 'course',
  look: ({ facts }) =>
    lookAtSignals(
      { facts, id: 'began' },
      ['adoption', 'units'],
      ({ findings, courses, answered, view }) => ({
        shows: findingParts(findings),
        ...chartOf({ findings, courses, answered }),
        quiet: quiet(findings.filter(({ estimate }) => estimate !== null).length, view.unit),
      }),
    ),
})

function chartOf({
  findings,
  courses,
  answered,
}: Pick<SignalWeeks, 'findings' | 'courses' | 'answered'>): { readonly chart?: Chart } {
  const course = courseToShow(courses, findings)
  const chart = course && answered && adoptionChart(course, answered)
  return chart ? { chart } : {}
}

function quiet(answered: number, unit: string | undefined): string {
  if (answered > 0)
    return 'Nobody’s start goes with a change in work that is told from chance and from where they were going'
  return unit === undefined
    ? 'Too few people began in these weeks to say whether their work changed'
    : 'Before and after is told of the company, and of departments in whose teams enough people began'
}
