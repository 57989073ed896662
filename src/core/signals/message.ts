import type { Chart } from '#core/chart/chart.ts'
import type { SignalsCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { addDays } from '#core/time/day.ts'
import { describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import { findingParts, findingSentence } from './findings-parts.ts'
import type { SignalFinding } from './findings.ts'
import { findingsChart } from './pictures.ts'
import { levelSentence, levelTable, rowTable, signalChart } from './shown.ts'
import { ANSWER_WEEKS } from './timing.ts'
import type { Row, SignalView } from './view.ts'

export type SignalAnswer = {
  readonly asked: SignalsCommand
  readonly view: SignalView
  readonly findings: readonly SignalFinding[]
  /** The weeks the questions were answered of; undefined where they were not, of this unit. */
  readonly of: Period | undefined
  readonly floor: number
  /** Whether the reader may ask of the company. */
  readonly mayAskAll: boolean
  /** The whole weeks that were asked for. */
  readonly period: Period
  /** Whether a directory says who is on leave; undefined: nobody looked. */
  readonly leaveKnown?: boolean | undefined
}

const MOST_TEAMS = 12

/** Whether work goes differently where AI is used: told as differences, never as effects. */
export function signalMessage(answer: SignalAnswer): Message {
  const { view, findings } = answer
  return {
    title: titleOf(answer),
    summary: findingSentence(findings) ?? `${levelSentence(view)}.`,
    parts: [
      { kind: 'chart', chart: chartOf(answer) },
      ...findingParts(findings),
      { kind: 'note', text: whichWeeks(answer) },
      levelTable(view),
      ...(view.teams.length > 0 ? [rowTable('Team', shortened(view.teams))] : []),
      { kind: 'note', text: smallPrint(answer) },
      buttons(answer),
    ],
  }
}

const titleOf = ({ view, period }: Pick<SignalAnswer, 'view' | 'period'>): string =>
  ['AI use and work', ...(view.unit === undefined ? [] : [view.unit]), describePeriod(period)].join(
    ' · ',
  )

/** The largest, and those too small to be told apart. */
const shortened = (teams: readonly Row[]): readonly Row[] =>
  teams.length > MOST_TEAMS ? teams.slice(0, MOST_TEAMS) : teams

/** The questions where they were answered, else the levels week by week. */
const chartOf = (answer: SignalAnswer): Chart =>
  (answer.of && findingsChart(answer.findings, answer.of)) ?? signalChart(answer)

/** Other weeks would be other questions, and who takes two answers from one another learns of few. */
function whichWeeks({ of, view: { unit } }: SignalAnswer): string {
  if (of)
    return `Questions are answered once in ${ANSWER_WEEKS} weeks; these of ${describePeriod(of)}.`
  if (unit === undefined)
    return 'The settled questions are not answered yet: too little is known, or of too few people.'
  return 'The settled questions are answered of the company, and of departments with teams enough.'
}

function smallPrint({ view, floor, period, leaveKnown }: SignalAnswer): string {
  const { weeks, teams } = view
  const last = weeks.at(-1)
  const late =
    last !== undefined && addDays(last, 6) < period.to
      ? `Known to ${describePeriod({ from: last, to: addDays(last, 6) })}. `
      : ''
  const left =
    teams.length > MOST_TEAMS ? ` The CSV has the other ${teams.length - MOST_TEAMS} teams.` : ''
  const leave =
    leaveKnown === false
      ? ' Who is on leave is not known: their weeks count as weeks without use.'
      : ''
  return `${late}Means of what each person’s week was, over ${counted(weeks.length, 'week')}; a dash is not known, or of too few. Levels are Viva’s segments over 12 weeks. Each week was told once, when it had settled: no number, nor any that can be taken from them, is of fewer than ${floor} people.${leave}${left}`
}

const WEEKS = [ANSWER_WEEKS, 26] as const

function buttons({ asked, view, mayAskAll }: SignalAnswer): Part {
  const again = (label: string, command: SignalsCommand): Button => ({
    label,
    act: { kind: 'ask', command: format(command) },
  })
  const { team: _team, ...whole } = asked
  const { period } = asked
  const [first] = view.unit === undefined ? view.teams : []
  return {
    kind: 'buttons',
    buttons: [
      ...WEEKS.filter((count) => period.kind !== 'weeks' || period.count !== count).map((count) =>
        again(`${count} weeks`, { ...asked, period: { kind: 'weeks', count } }),
      ),
      ...(asked.team === undefined || !mayAskAll ? [] : [again('Whole company', whole)]),
      ...(first && first.label !== 'Other teams'
        ? [again(first.label, { ...asked, team: first.label })]
        : []),
      { label: 'CSV', act: { kind: 'csv', command: format(asked) } },
    ],
  }
}

/** What is said of so few that nothing may be; `instead` is the nearest larger unit the reader may ask of. */
export function smallMessage(
  asked: SignalsCommand,
  { instead, floor }: { readonly instead: string | undefined; readonly floor: number },
): Message {
  const { team: _team, ...whole } = asked
  const larger = instead === '' ? whole : { ...whole, team: instead ?? '' }
  const command = format(larger)
  return {
    title: 'Too few people',
    summary: `Fewer than ${floor} people would stand behind a number, here or among those beside them: nothing is told of so few.`,
    parts:
      instead === undefined
        ? []
        : [
            { kind: 'text', text: `The nearest larger unit: \`${command}\`` },
            {
              kind: 'buttons',
              buttons: [
                {
                  label: instead === '' ? 'Whole company' : instead,
                  act: { kind: 'ask', command },
                  style: 'primary',
                },
              ],
            },
          ],
  }
}

const SOURCES = ['GitHub pull requests', 'GitLab merge requests', 'Microsoft and Google calendars']

/** Nothing was collected of these weeks. */
export const noSignalsMessage = (period: Period): Message => ({
  title: 'No signals yet',
  summary: `Nothing is known of how work went from ${describePeriod(period)}.`,
  parts: [
    {
      kind: 'text',
      text: `Signals come from ${listed(SOURCES)}, by team and week. \`status\` says which are collected; levels of use need four weeks of use before them.`,
    },
  ],
})
