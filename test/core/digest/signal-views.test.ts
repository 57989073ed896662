import { describe, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import type { DigestFacts } from '#core/digest/facts.ts'
import { movesOf } from '#core/digest/moves.ts'
import type { SignalWeeks } from '#core/digest/signal-weeks.ts'
import { QUESTIONS } from '#core/signals/questions.ts'
import { addDays, day } from '#core/time/day.ts'
import { views } from '#digests/registry.ts'

import { company } from './company.ts'

function look(id: string, facts: DigestFacts) {
  const looked = views.find((view) => view.id === id)?.look({ facts, moves: movesOf(facts) })
  if (!looked) throw new Error(`${id} is no view`)
  return looked
}

function found(id: string, more: Partial<DigestFacts>) {
  const looked = look(id, company({}, more))
  if ('missing' in looked) throw new Error(looked.missing)
  for (const { command, says } of looked.findings) {
    expect(parse(command).kind).not.toBe('misread')
    expect(says.length).toBeLessThanOrEqual(110)
  }
  return looked
}

/** Twelve weeks in which who uses AI most weeks has more focus time: a claim where `verdict` says so. */
const signals = (verdict: 'associated more' | 'nothing to tell'): SignalWeeks => {
  const question = QUESTIONS.find(({ id }) => id === 'level:focus_hours')
  if (!question) throw new Error('The question is not asked')
  const means = (mean: number) => ({ focus_hours: { mean, people: 60 } })
  const row = (label: string, mean: number) => ({ label, people: 60, means: means(mean) })
  return {
    kind: 'weeks',
    period: { from: addDays(day('2026-11-23'), -98), to: day('2026-11-22') },
    answered: { from: addDays(day('2026-11-23'), -105), to: day('2026-11-15') },
    view: {
      unit: undefined,
      weeks: [day('2026-11-02')],
      everyone: row('Everyone', 15),
      levels: [row('Most weeks', 16), row('Fewer or no weeks', 14)],
      teams: [],
      course: {
        signal: 'focus_hours',
        lines: [
          { label: 'Most weeks', values: [16] },
          { label: 'Fewer or no weeks', values: [14] },
        ],
      },
    },
    courses: [
      {
        signal: 'focus_hours',
        weeks: [-2, -1, 0, 1].map((lag) => ({
          lag,
          difference: lag === -2 ? null : lag / 2,
          interval: lag === -2 ? null : [lag / 2 - 1, lag / 2 + 1],
        })),
      },
    ],
    findings: [
      {
        question,
        verdict,
        reason: 'So it is.',
        notRuledOut: ['their work'],
        counted: { people: 60, others: 60, units: 12, weeks: 14 },
        estimate: {
          difference: 1.98,
          interval: [1.1, 2.9],
          beside: 14,
          standardised: 0.5,
          degrees: 11,
          p: 0.001,
          adjusted: 0.01,
          eValue: { difference: 2.5, limit: 1.8 },
          before: null,
        },
      },
    ],
  }
}

describe('how work goes, in the digest', () => {
  test('a claim about work is an association, with its interval, its people and what is not ruled out', () => {
    const [claim] = found('work', { signals: signals('associated more') }).findings
    expect(claim).toMatchObject({
      says: 'Who uses AI most weeks has 2.0 more hours of focus time a week than colleagues of the same team',
      action: 'Ask those who use AI most weeks what they do otherwise, and let one team try it.',
      expected: { kind: 'no-evidence' },
      novelty: 1,
    })
    expect(claim?.more).toMatch(
      /^An association, not a cause\. 95% interval: 1\.10 to 2\.90 more\./,
    )
    expect(claim?.more).toContain('Not ruled out: the work they were given.')
    // Of the other view's designs nothing is claimed.
    expect(found('began', { signals: signals('associated more') })).toMatchObject({
      findings: [],
      quiet: 'Too few people began in these weeks to say whether their work changed',
      chart: { kind: 'course', title: 'Hours of focus time before and after people began' },
    })
  })

  test('two weeks that are known since people began are not drawn as a course', () => {
    const given = signals('nothing to tell')
    const courses = given.courses.map((one) => ({ ...one, weeks: one.weeks.slice(0, 3) }))
    expect(found('began', { signals: { ...given, courses } }).chart).toBeUndefined()
  })

  test('where nothing is claimed about work the levels stand side by side', () => {
    expect(found('work', { signals: signals('nothing to tell') })).toMatchObject({
      findings: [],
      quiet:
        '“Most weeks” (60 people) 16.0 hours of focus time, “Fewer or no weeks” (60 people) 14.0: an association, not a cause',
    })
  })

  test.each([
    ['who may not read it', undefined, 'is shown to analysts and admins'],
    ['where no source tells it', null, 'Nothing is known yet of how work goes.'],
  ])('of work, %s', (_, none, says) => {
    const facts = company({}, none === undefined ? {} : { signals: none })
    for (const id of ['work', 'began']) {
      const looked = look(id, facts)
      expect('missing' in looked && looked.missing).toContain(says)
    }
  })
})
