import { counted, listed } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'

import type { Confounder, Design, Estimate, SignalFinding, Verdict } from './findings.ts'
import { numberOf, SIGNALS } from './words.ts'

const WHO: Readonly<Record<Design, string>> = {
  level: 'People who use AI most weeks',
  adoption: 'People who have begun to use AI',
  units: 'Teams in which half have begun',
}
const AGAINST: Readonly<Record<Design, string>> = {
  level: 'than colleagues of their team',
  adoption: 'than before, beside colleagues who had not',
  units: 'than teams like them',
}
const SHORT: Readonly<Record<Design, string>> = {
  level: 'most weeks v others',
  adoption: 'after v before',
  units: 'teams that began v others',
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  'associated more': 'more',
  'associated less': 'fewer',
  'nothing to tell': 'may be chance',
  'flagged: differed before': 'differed before',
  'flagged: trends differed before': 'was on its way',
  'flagged: before not known': 'before not known',
  'refused: too few people': 'too few people',
  'refused: too few units': 'too few teams',
  'refused: too few weeks': 'too few weeks',
  'refused: nothing known': 'not known',
}

const CONFOUNDERS: Readonly<Record<Confounder, string>> = {
  'who they are': 'who they are (seniority, role, ability)',
  'their work': 'the work they were given',
  'what else changed': 'what else changed then',
  'effects on colleagues': 'effects on colleagues',
  'the other way about': 'that who has more to do uses more AI',
  'how work is counted': 'that work is split or counted otherwise',
  'who came and left': 'who came and left',
}

type Answered = SignalFinding & { readonly estimate: Estimate }

const answered = (findings: readonly SignalFinding[]): readonly Answered[] =>
  findings.filter((one): one is Answered => one.estimate !== null)

const isAssociated = ({ verdict }: SignalFinding) => verdict.startsWith('associated')

/** The first question that was answered, in a sentence; undefined when none was. */
export function findingSentence(findings: readonly SignalFinding[]): string | undefined {
  const known = answered(findings)
  if (known.length === 0) return undefined
  const [first, ...others] = known.filter(isAssociated)
  if (!first)
    return `Of ${counted(known.length, 'question')} that could be answered, none is told apart from chance and from how it was before.`
  const { question, estimate, counted: n } = first
  const { signal, design } = question
  const size = numberOf(signal, Math.abs(estimate.difference))
  const less = signal.startsWith('prs') ? 'fewer' : 'less'
  const more = estimate.difference > 0 ? 'more' : less
  const rest = others.length === 0 ? '' : ` ${counted(others.length, 'more association')} below.`
  return `${WHO[design]} have ${size} ${more} ${SIGNALS[signal].noun} a week ${AGAINST[design]} (95% interval ${interval(first)}; ${counted(n.people, 'person', 'people')}): an association, not a cause.${rest}`
}

const signed = (signal: Answered['question']['signal'], value: number): string =>
  `${value > 0 ? '+' : ''}${numberOf(signal, value)}`

const interval = ({ question: { signal }, estimate }: Answered): string =>
  `${signed(signal, estimate.interval[0])} to ${signed(signal, estimate.interval[1])}`

/** The questions that were answered, what could explain it, and how many could not be. */
export function findingParts(findings: readonly SignalFinding[]): readonly Part[] {
  const known = answered(findings)
  if (known.length === 0) return unanswered(findings)
  const [lead] = [...known.filter(isAssociated), ...known]
  const meant = [...new Set(known.map(({ verdict }) => verdict))].flatMap((verdict) => {
    const reason = known.find((one) => one.verdict === verdict)?.reason
    return reason === undefined ? [] : [`${VERDICTS[verdict]}: ${reason}`]
  })
  return [
    {
      kind: 'table',
      head: ['Question', 'Difference', '95% interval', 'Effect size', 'People', 'It says'],
      rows: known.map((one) => [
        `${SIGNALS[one.question.signal].head}, ${SHORT[one.question.design]}`,
        signed(one.question.signal, one.estimate.difference),
        interval(one),
        one.estimate.standardised === null ? '–' : `${one.estimate.standardised.toFixed(2)} SD`,
        `${one.counted.people} v ${one.counted.others}`,
        VERDICTS[one.verdict],
      ]),
    },
    { kind: 'note', text: meant.join(' ') },
    ...(lead ? [{ kind: 'text', text: open(lead) } as const] : []),
    ...unanswered(findings),
  ]
}

function open({ notRuledOut, estimate, verdict }: Answered): string {
  const causes = listed(
    notRuledOut.map((one) => CONFOUNDERS[one]),
    7,
  )
  const { eValue } = estimate
  const strength =
    eValue === null || !verdict.startsWith('associated')
      ? ''
      : ` Something unmeasured that makes both use and a high number ${eValue.difference.toFixed(1)} times likelier would explain the first of these, ${eValue.limit.toFixed(1)} times its interval (E-value).`
  return `**Association, not cause.** Not ruled out: ${causes}.${strength}`
}

function unanswered(findings: readonly SignalFinding[]): readonly Part[] {
  const refused = findings.filter(({ estimate }) => estimate === null)
  if (refused.length === 0) return []
  const why = [...new Set(refused.map(({ reason }) => reason))].join(' ')
  const text = `${refused.length} of ${counted(findings.length, 'question')} settled beforehand could not be answered. ${why}`
  return [{ kind: 'note', text }]
}
