import { listed } from '#core/message/english.ts'

import type { Design, SignalFinding } from './findings.ts'
import type { SignalId } from './panel.ts'
import { CONFOUNDERS, findingWords } from './sentence.ts'
import { ANSWER_WEEKS } from './timing.ts'
import { numberOf, SIGNALS } from './words.ts'

/** A difference that is claimed, as a digest says it. */
export type Claim = {
  /** One sentence without its full stop, at most 110 characters. */
  readonly says: string
  /** How sure, of how many, and what else could make it: of that no more than a phone has room for. */
  readonly more: string
  readonly action: string
  readonly people: number
}

/** What most would welcome; that a number is the better one is not said. */
const WELCOME: Readonly<Record<SignalId, 'more' | 'fewer'>> = {
  prs_opened: 'more',
  prs_merged: 'more',
  review_hours: 'fewer',
  pr_size: 'fewer',
  meeting_hours: 'fewer',
  focus_hours: 'more',
}

const SAYS: Readonly<Record<Design, (what: string) => string>> = {
  level: (what) => `Who uses AI most weeks has ${what} than colleagues of the same team`,
  adoption: (what) =>
    `People have ${what} since they began to use AI, beside colleagues who had not`,
  units: (what) => `Teams that began together have ${what} since, beside teams like them`,
}

const TRY: Readonly<Record<Design, string>> = {
  level: 'Ask those who use AI most weeks what they do otherwise, and let one team try it.',
  adoption: `Offer a start to the team that uses AI least, and look again in ${ANSWER_WEEKS} weeks.`,
  units: `Offer a start to one more team as a whole, and look again in ${ANSWER_WEEKS} weeks.`,
}

const ASK = 'Ask them what takes the time or the work; by this number alone change nothing.'

/** Undefined where nothing is claimed. */
export function claimOf(finding: SignalFinding): Claim | undefined {
  const { verdict, question, estimate, counted, notRuledOut } = finding
  if (verdict !== 'associated more' && verdict !== 'associated less') return undefined
  if (estimate === null) return undefined
  const { design, signal } = question
  const direction = verdict === 'associated more' ? 'more' : 'fewer'
  const { noun, per } = SIGNALS[signal]
  const much = numberOf(signal, Math.abs(estimate.difference))
  const { basis } = findingWords(finding)
  const open = listed(notRuledOut.map((one) => CONFOUNDERS[one]))
  return {
    says: SAYS[design](`${much} ${direction} ${noun}${per === '' ? '' : ' a week'}`),
    more: `An association, not a cause. ${basis ?? ''} Not ruled out: ${open}.`,
    action: WELCOME[signal] === direction ? TRY[design] : ASK,
    people: counted.people,
  }
}
