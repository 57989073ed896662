import { expect, test } from 'vitest'

import type { Estimate, Refusal, SignalFinding, Told } from '#core/signals/findings.ts'
import { QUESTIONS } from '#core/signals/questions.ts'
import { NOT_RULED_OUT, REASONS } from '#core/signals/reasons.ts'
import { findingWords } from '#core/signals/sentence.ts'

const estimate: Estimate = {
  difference: 0.42,
  interval: [0.2, 0.64],
  beside: 1.7,
  standardised: 0.31,
  degrees: 21.4,
  p: 0.0004,
  adjusted: 0.0048,
  eValue: { difference: 1.98, limit: 1.52 },
  before: { difference: 0.05, p: 0.6 },
}

const counted = { people: 128, others: 140, units: 23, weeks: 14 }

function said(id: string, verdict: Told, change: Partial<Estimate> = {}) {
  const question = QUESTIONS.find((one) => one.id === id)
  if (!question) throw new Error(`'${id}' is not asked`)
  const notRuledOut = NOT_RULED_OUT[question.design]
  const reason = REASONS[verdict]
  return findingWords({
    question,
    verdict,
    reason,
    notRuledOut,
    counted,
    estimate: { ...estimate, ...change },
  })
}

test('an association is told with its size, how sure it is, of how many, and what else it may be', () => {
  expect(said('adoption:prs_merged', 'associated more')).toEqual({
    sentence:
      'People who began to use AI have 0.42 more pull requests merged per person and week since, compared with colleagues who had not. It goes with using AI; whether it comes from it is not known.',
    basis:
      '95% interval: 0.20 to 0.64 more. 128 people beside 140, in 23 teams, 14 weeks. That is 0.31 standard deviations of people of one team: small.',
    notRuledOut:
      'Not ruled out: what else changed at the time, the work they were given, that much work leads to much use, how work is split and counted, effects on colleagues and who came and left. To explain it away, one of them would have to make both the use and the number 2.0 times as likely; 1.5 times to leave it to chance.',
  })
})

test.each<[string, string, Told, Partial<Estimate>, string]>([
  [
    'less of something',
    'level:meeting_hours',
    'associated less',
    { difference: -1.25, interval: [-2, -0.5] },
    'People who use AI most weeks have 1.25 fewer hours in meetings per person and week, compared with colleagues of their team. It goes with using AI; whether it comes from it is not known.',
  ],
  [
    'chance',
    'units:focus_hours',
    'nothing to tell',
    { p: 0.4, adjusted: 1 },
    'No difference to be told from chance in hours of focus time between teams that began together and teams like them.',
  ],
  [
    'chance among many questions',
    'units:focus_hours',
    'nothing to tell',
    { p: 0.02, adjusted: 0.2 },
    'No difference to be told from chance in hours of focus time between teams that began together and teams like them. Alone it would stand out; of 12 questions one may by chance.',
  ],
  [
    'what was so before',
    'level:review_hours',
    'flagged: differed before',
    { before: { difference: 0.4, p: 0.001 } },
    'People who use AI most weeks have 0.42 more hours to a first review, compared with colleagues of their team, but so it was before they began (0.40 more by that alone). Nothing is claimed.',
  ],
  [
    'what was on its way',
    'adoption:prs_merged',
    'flagged: trends differed before',
    { before: { difference: 0.38, p: 0.001 } },
    'People who began to use AI have 0.42 more pull requests merged per person and week since, compared with colleagues who had not, but they were moving apart before they began (0.38 more by that alone). Nothing is claimed.',
  ],
  [
    'what nothing is known of before',
    'level:prs_merged',
    'flagged: before not known',
    { before: null },
    'People who use AI most weeks have 0.42 more pull requests merged per person and week, compared with colleagues of their team, but too little is known of the weeks before. Nothing is claimed.',
  ],
])('%s is said plainly', (_, id, verdict, change, sentence) => {
  const words = said(id, verdict, change)
  expect(words.sentence).toBe(sentence)
  expect(words.notRuledOut === null).toBe(!verdict.startsWith('associated'))
})

test.each<[Refusal, string]>([
  [
    'refused: too few people',
    'Pull requests merged: not told. It takes 20 people on each side, or single people would show.',
  ],
  [
    'refused: too few units',
    'Pull requests merged: not told. It takes 10 teams that have both sides, and none that outweighs them.',
  ],
  ['refused: too few weeks', 'Pull requests merged: not told. It takes 8 weeks.'],
  ['refused: nothing known', 'Pull requests merged: no source reports it.'],
])('%s says what it takes, and not how many there are', (verdict, sentence) => {
  const [question] = QUESTIONS
  if (!question) throw new Error('Nothing is asked')
  const refused: SignalFinding = {
    question,
    verdict,
    reason: REASONS[verdict],
    notRuledOut: [],
    counted: null,
    estimate: null,
  }
  expect(findingWords(refused)).toEqual({ sentence, basis: null, notRuledOut: null })
})

test('no sentence names a cause', () => {
  const verdicts = [
    'associated more',
    'associated less',
    'nothing to tell',
    'flagged: differed before',
    'flagged: trends differed before',
    'flagged: before not known',
  ] as const
  const all = QUESTIONS.flatMap(({ id }) => verdicts.map((verdict) => said(id, verdict).sentence))
  expect(all.filter((text) => /because|caus|thanks to|effect of|improv|boost/i.test(text))).toEqual(
    [],
  )
  expect(all.filter((text) => text.length > 300)).toEqual([])
})
