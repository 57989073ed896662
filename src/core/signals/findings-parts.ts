import { counted, listed } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'

import type { Design, Estimate, Question, SignalFinding, Told } from './findings.ts'
import { NOT_RULED_OUT } from './reasons.ts'
import { CONFOUNDERS, findingWords } from './sentence.ts'
import { numberOf, SIGNALS } from './words.ts'

const SHORT: Readonly<Record<Design, string>> = {
  level: 'most weeks v colleagues',
  adoption: 'since they began',
  units: 'teams that began',
}

const VERDICTS: Readonly<Record<Told, string>> = {
  'associated more': 'more',
  'associated less': 'fewer',
  'nothing to tell': 'may be chance',
  'flagged: differed before': 'was so before',
  'flagged: trends differed before': 'was on its way',
  'flagged: before not known': 'before not known',
}

type Answered = Extract<SignalFinding, { readonly estimate: Estimate }>

const answered = (findings: readonly SignalFinding[]): readonly Answered[] =>
  findings.filter((one): one is Answered => one.estimate !== null)

const isClaimed = ({ verdict }: SignalFinding) => verdict.startsWith('associated')

/** What is claimed first, in a sentence; undefined when no question could be answered. */
export function findingSentence(findings: readonly SignalFinding[]): string | undefined {
  const known = answered(findings)
  if (known.length === 0) return undefined
  const [first, ...others] = known.filter(isClaimed)
  if (!first)
    return `Of ${counted(known.length, 'question')} that could be answered, none shows a difference that is told from chance and from how it was before.`
  const rest = others.length === 0 ? '' : ` ${counted(others.length, 'more')} below.`
  return `${findingWords(first).sentence}${rest}`
}

/** The questions that were answered, what else could explain it, and why others could not be. */
export function findingParts(findings: readonly SignalFinding[]): readonly Part[] {
  const known = answered(findings)
  const meant = [...new Set(known.map(({ verdict }) => verdict))].map((verdict) => {
    const { reason = '' } = known.find((one) => one.verdict === verdict) ?? {}
    return `${VERDICTS[verdict]}: ${reason}`
  })
  const table: Part = {
    kind: 'table',
    head: ['Question', 'Difference', '95% interval', 'Effect size', 'People', 'It says'],
    rows: known.map(rowOf),
  }
  return [
    ...(known.length > 0 ? [table, { kind: 'note', text: meant.join(' ') } as const] : []),
    { kind: 'text', text: open(known.filter(isClaimed)) },
    ...unanswered(findings),
  ]
}

/** `PRs merged, since they began`. */
export const questionName = ({ signal, design }: Question): string =>
  `${SIGNALS[signal].head}, ${SHORT[design]}`

function rowOf({ question, estimate, counted: n, verdict }: Answered) {
  const { signal } = question
  const signed = (value: number) => {
    const size = numberOf(signal, Math.abs(value))
    return `${Number(size) === 0 ? '' : value > 0 ? '+' : '−'}${size}`
  }
  return [
    questionName(question),
    signed(estimate.difference),
    `${signed(estimate.interval[0])} to ${signed(estimate.interval[1])}`,
    estimate.standardised === null ? '–' : `${estimate.standardised.toFixed(2)} SD`,
    `${n.people} v ${n.others}`,
    VERDICTS[verdict],
  ]
}

/** Of each claim by itself; else what tables by level leave open. */
function open(claimed: readonly Answered[]): string {
  const causes = NOT_RULED_OUT.level.map((one) => CONFOUNDERS[one])
  const usual = `Not ruled out: ${listed(causes, causes.length)}.`
  const said = claimed.flatMap((one) => {
    const { basis, notRuledOut } = findingWords(one)
    return [`${SIGNALS[one.question.signal].head}: ${basis ?? ''} ${notRuledOut ?? ''}`]
  })
  return `**Association, not cause.** ${said.length > 0 ? said.join(' ') : usual}`
}

function unanswered(findings: readonly SignalFinding[]): readonly Part[] {
  const refused = findings.filter(({ estimate }) => estimate === null)
  if (refused.length === 0) return []
  const why = [...new Set(refused.map(({ reason }) => reason))].join(' ')
  const text = `${refused.length} of ${counted(findings.length, 'question')} settled beforehand could not be answered. ${why}`
  return [{ kind: 'note', text }]
}
