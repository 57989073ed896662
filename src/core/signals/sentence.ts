import { capitalised, counted, listed } from '#core/message/english.ts'

import { SMALLEST } from './answer.ts'
import type { Confounder, Counted, Design, Estimate, Refusal, SignalFinding } from './findings.ts'
import { QUESTIONS } from './questions.ts'
import { SIGNALS } from './words.ts'

/** What may be said of a finding: nobody is told a cause, and of few people nothing. */
export type FindingWords = {
  /** The answer, short enough for a phone. */
  readonly sentence: string
  /** How sure, of how many, and how large; null when refused. */
  readonly basis: string | null
  /** What else would make the same difference; null where none is claimed. */
  readonly notRuledOut: string | null
}

export function findingWords(finding: SignalFinding, floor = 0): FindingWords {
  const { verdict, question, counted, estimate } = finding
  if (estimate === null)
    return {
      sentence: `${capitalised(SIGNALS[question.signal].noun)}: ${refusedText(verdict, Math.max(floor, SMALLEST.people))}`,
      basis: null,
      notRuledOut: null,
    }
  const claimed = verdict === 'associated more' || verdict === 'associated less'
  return {
    sentence: sentenceOf(finding),
    basis: [intervalText(estimate), peopleText(counted), sizeText(estimate)].join(' '),
    notRuledOut: claimed ? openText(finding) : null,
  }
}

/** Who, and beside whom. */
const SIDES: Record<Design, readonly [who: string, beside: string]> = {
  level: ['people who use AI most weeks', 'colleagues of their team'],
  adoption: ['people who began to use AI', 'colleagues who had not'],
  units: ['teams that began together', 'teams like them'],
}

type Answered = Extract<SignalFinding, { readonly estimate: Estimate }>

function sentenceOf({ verdict, question, estimate }: Answered): string {
  const { noun, per } = SIGNALS[question.signal]
  const [who, beside] = SIDES[question.design]
  const since = question.design === 'level' ? '' : ' since'
  const much = `${amount(estimate.difference)} ${noun}${per}`
  const told = `${capitalised(who)} have ${much}${since}, compared with ${beside}`
  switch (verdict) {
    case 'associated more':
    case 'associated less':
      return `${told}. It goes with using AI; whether it comes from it is not known.`
    case 'nothing to tell':
      return `No difference to be told from chance in ${noun} between ${who} and ${beside}.${alone(estimate)}`
    case 'flagged: differed before':
      return `${told}, but so it was before they began${before(estimate)}. Nothing is claimed.`
    case 'flagged: trends differed before':
      return `${told}, but they were moving apart before they began${before(estimate)}. Nothing is claimed.`
    case 'flagged: before not known':
      return `${told}, but too little is known of the weeks before. Nothing is claimed.`
  }
}

const alone = ({ p, adjusted }: Estimate) =>
  p < 0.05 && adjusted >= 0.05
    ? ` Alone it would stand out; of ${QUESTIONS.length} questions one may by chance.`
    : ''

const before = ({ before }: Estimate) =>
  before === null ? '' : ` (${amount(before.difference)} by that alone)`

/** `0.42 more`, `1.3 fewer`. */
const amount = (value: number): string => `${sized(value)} ${value < 0 ? 'fewer' : 'more'}`

const sized = (value: number): string => Math.abs(value).toFixed(Math.abs(value) < 9.95 ? 2 : 1)

function intervalText({ interval: [low, high] }: Estimate): string {
  if (low < 0 && high > 0) return `95% interval: ${amount(low)} to ${amount(high)}.`
  const [near, far] = low < 0 ? [high, low] : [low, high]
  return `95% interval: ${sized(near)} to ${amount(far)}.`
}

function peopleText({ people, others, units, weeks }: Counted): string {
  return `${counted(people, 'person', 'people')} beside ${others}, in ${counted(units, 'team')}, ${counted(weeks, 'week')}.`
}

/** Cohen's words. */
const SIZES = [
  { below: 0.2, word: 'very small' },
  { below: 0.5, word: 'small' },
  { below: 0.8, word: 'medium' },
] as const

function sizeText({ standardised }: Estimate): string {
  const size = Math.abs(standardised)
  const word = SIZES.find(({ below }) => size < below)?.word ?? 'large'
  return `That is ${size.toFixed(2)} standard deviations of people of one team: ${word}.`
}

export const CONFOUNDERS: Record<Confounder, string> = {
  'who they are': 'who they are',
  'their work': 'the work they were given',
  'what else changed': 'what else changed at the time',
  'effects on colleagues': 'effects on colleagues',
  'the other way about': 'that much work leads to much use',
  'how work is counted': 'how work is split and counted',
  'who came and left': 'who came and left',
}

function openText({ notRuledOut, estimate: { eValue } }: Answered): string {
  const named = `Not ruled out: ${listed(
    notRuledOut.map((one) => CONFOUNDERS[one]),
    notRuledOut.length,
  )}.`
  return `${named} To explain it away, one of them would have to make both the use and the number ${eValue.difference.toFixed(1)} times as likely; ${eValue.limit.toFixed(1)} times to leave it to chance.`
}

/** How many there are is not said: that alone may tell on somebody. */
function refusedText(verdict: Refusal, people: number): string {
  switch (verdict) {
    case 'refused: too few people':
      return `not told. It takes ${people} people on each side, or single people would show.`
    case 'refused: too few units':
      return `not told. It takes ${SMALLEST.units} teams that have both sides, and none that outweighs them.`
    case 'refused: too few weeks':
      return `not told. It takes ${SMALLEST.weeks} weeks.`
    case 'refused: nothing known':
      return 'no source reports it.'
  }
}
