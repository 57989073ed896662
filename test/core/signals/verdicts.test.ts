import { expect, test } from 'vitest'

import { adoptionCourse } from '#core/signals/course.ts'
import { eValueOf } from '#core/signals/e-value.ts'
import type { SignalFinding, Verdict } from '#core/signals/findings.ts'
import { signalFindings } from '#core/signals/judge.ts'
import type { SignalCell, SignalId, SignalSum, UnitTraits } from '#core/signals/panel.ts'
import { QUESTIONS } from '#core/signals/questions.ts'

import { monday, since } from './r.ts'

const WEEKS = 26

/** What a person does in a week, beside 10 and what tells persons, teams and weeks apart. */
type Does = (
  person: { readonly cohort: number | null; readonly rollout: boolean },
  week: number,
) => number

type Company = {
  readonly teams?: number
  readonly weeks?: number
  readonly each?: number
  readonly does?: Does
}

/**
 * Teams of ten. In every other one six begin in week 14; in the others one begins in week 16. Nothing
 * is drawn: what tells people apart comes from their place.
 */
function company({ teams = 24, weeks = WEEKS, each = 10, does = () => 0 }: Company) {
  const cells = Array.from({ length: teams }, (_, team) => {
    const rollout = team % 2 === 0
    const begun = Math.ceil(each * (rollout ? 0.6 : 0.1))
    const people = Array.from({ length: each }, (_, person) => person)
    const both = [
      { cohort: rollout ? 14 : 16, group: people.slice(0, begun) },
      { cohort: null, group: people.slice(begun) },
    ]
    return both.flatMap(({ cohort, group }) =>
      Array.from({ length: weeks }, (_, week): SignalCell => {
        const values = group.map(
          (person) => 10 + does({ cohort, rollout }, week) + chance(team, person, week),
        )
        const sum = values.reduce((all, value) => all + value, 0)
        const squares = values.reduce((all, value) => all + value ** 2, 0)
        const later = cohort !== null && week >= cohort + 4 ? 'habitual' : 'novice'
        return {
          unit: `Eng/${team}`,
          level: cohort !== null && week >= cohort ? later : 'none',
          cohort: cohort === null ? null : monday(cohort),
          week: monday(week),
          people: group.length,
          signals: { prs_merged: { people: group.length, sum, squares } },
        }
      }),
    )
  }).flat()
  const traits = Array.from({ length: teams }, (_, team): UnitTraits => ({
    unit: `Eng/${team}`,
    function: 'engineering',
    location: 'Berlin',
    band: null,
    tenure: '1 to 3 years',
  }))
  return { cells, traits }
}

/** As good as drawn between -1 and 1, and always the same. */
function chance(team: number, person: number, week: number): number {
  const of = (n: number) => (Math.sin(n) * 43_758.5453) % 1
  return 0.5 * of(team * 31 + person * 7 + 1) + 0.5 * of(team * 12.9 + person * 78.2 + week * 37.7)
}

function asked(of: Company): Record<'level' | 'adoption' | 'units', SignalFinding> {
  const { cells, traits } = company(of)
  const all = signalFindings(cells, traits, { since })
  const [level, adoption, units] = (['level', 'adoption', 'units'] as const).map((design) =>
    all.find(({ question }) => question.id === `${design}:prs_merged`),
  )
  if (!level || !adoption || !units) throw new Error('a question was not answered')
  return { level, adoption, units }
}

const verdicts = (of: Company): readonly Verdict[] => {
  const { level, adoption, units } = asked(of)
  return [level.verdict, adoption.verdict, units.verdict]
}

const on = (cohort: number | null, week: number) => cohort !== null && week >= cohort

test.each<[string, Does, readonly Verdict[]]>([
  [
    'nobody does other than before',
    () => 0,
    ['nothing to tell', 'nothing to tell', 'nothing to tell'],
  ],
  [
    'who begins does more from then on',
    ({ cohort }, week) => (on(cohort, week) ? 1 : 0),
    ['associated more', 'associated more', 'associated more'],
  ],
  [
    'who begins does less from then on',
    ({ cohort }, week) => (on(cohort, week) ? -1 : 0),
    ['associated less', 'associated less', 'associated less'],
  ],
  [
    'who begins did more all along',
    ({ cohort }) => (cohort === null ? 0 : 1),
    ['flagged: differed before', 'nothing to tell', 'nothing to tell'],
  ],
  [
    'who begins did more each week, before as after',
    ({ cohort }, week) => (cohort === null ? 0 : week / 10),
    [
      'flagged: trends differed before',
      'flagged: trends differed before',
      'flagged: trends differed before',
    ],
  ],
  [
    'who begins is rising, and is now where the others are',
    ({ cohort }, week) => (cohort === null ? 0 : (week - 6.5) / 10),
    [
      'flagged: trends differed before',
      'flagged: trends differed before',
      'flagged: trends differed before',
    ],
  ],
  [
    'teams on the rise are given it first',
    ({ rollout }, week) => (rollout ? week / 10 : 0),
    ['nothing to tell', 'nothing to tell', 'flagged: trends differed before'],
  ],
  [
    'who begins had fallen far, and comes back',
    ({ cohort }, week) => (cohort === null || on(cohort, week) ? 0 : Math.min(6 - week, 0) / 8),
    ['nothing to tell', 'flagged: trends differed before', 'flagged: trends differed before'],
  ],
])('%s: levels, before and after, and teams say so', (_, does, said) => {
  expect(verdicts({ does })).toEqual(said)
})

test.each<[string, Company, Verdict]>([
  ['eight teams', { teams: 8 }, 'refused: too few units'],
  ['sixteen people', { teams: 4, each: 4 }, 'refused: too few people'],
  ['six weeks', { weeks: 18 }, 'refused: too few weeks'],
])('%s are too few, whatever they did, and nothing of it is told', (_, small, refusal) => {
  const { level, adoption } = asked({
    ...small,
    does: ({ cohort }, week) => (on(cohort, week) ? 5 : 0),
  })
  for (const { verdict, estimate } of [level, adoption]) {
    expect(verdict).toBe(refusal)
    expect(estimate).toBeNull()
  }
})

test('a privacy policy that asks for more people is followed', () => {
  const { cells, traits } = company({})
  const people = signalFindings(cells, traits, { since })[0]?.counted?.people ?? NaN
  const verdictAt = (floor: number) => signalFindings(cells, traits, { since, floor })[0]?.verdict
  expect(verdictAt(people)).toBe('nothing to tell')
  expect(verdictAt(people + 1)).toBe('refused: too few people')
})

test('half of ten teams are one comparison each, so teams against teams are refused', () => {
  const { level, units } = asked({ teams: 12 })
  expect(level.verdict).toBe('nothing to tell')
  expect(units.verdict).toBe('refused: too few units')
})

test('what no source reports is refused, and the other answers do not suffer for it', () => {
  const { cells, traits } = company({ does: ({ cohort }, week) => (on(cohort, week) ? 1 : 0) })
  const all = signalFindings(cells, traits, { since })
  expect(all.map(({ question }) => question.id)).toEqual(QUESTIONS.map(({ id }) => id))
  const refused = all.filter(({ verdict }) => verdict === 'refused: nothing known')
  expect(new Set(refused.map(({ question }) => question.signal))).toEqual(
    new Set<SignalId>(['review_hours', 'meeting_hours', 'focus_hours']),
  )
  const ps = all.flatMap(({ estimate }) => estimate ?? []).toSorted((a, b) => a.p - b.p)
  expect(ps[0]?.adjusted).toBeCloseTo(3 * (ps[0]?.p ?? 0), 12)
})

test('where all had begun before the first week, a difference is not claimed: who they were is not known', () => {
  const { cells, traits } = company({ does: ({ cohort }, week) => (on(cohort, week) ? 1 : 0) })
  const later = cells.filter(({ week }) => week >= monday(16))
  const [level] = signalFindings(later, traits, { since: monday(16) })
  expect(level?.verdict).toBe('flagged: before not known')
})

test('around the week in which people began, the step and the time before it can be seen', () => {
  const { cells } = company({ does: ({ cohort }, week) => (on(cohort, week) ? 1 : 0) })
  const course = adoptionCourse(cells, 'prs_merged', { since })
  expect(course.map(({ lag }) => lag)).toEqual(Array.from({ length: 20 }, (_, at) => at - 12))
  const before = course.filter(({ lag }) => lag < 0).map(({ difference }) => difference ?? NaN)
  const after = course.filter(({ lag }) => lag >= 0).map(({ difference }) => difference ?? NaN)
  expect(Math.max(...before.map(Math.abs))).toBeLessThan(0.4)
  expect(Math.min(...after)).toBeGreaterThan(0.6)
})

test('of eight teams there is no course to draw', () => {
  const { cells } = company({ teams: 8 })
  const course = adoptionCourse(cells, 'prs_merged', { since })
  expect(course.every(({ difference, interval }) => difference === null && interval === null)).toBe(
    true,
  )
})

test('the order of cells and of teams changes nothing', () => {
  const { cells, traits } = company({ does: ({ cohort }, week) => (on(cohort, week) ? 0.2 : 0) })
  const once = signalFindings(cells, traits, { since })
  const again = signalFindings(cells.toReversed(), traits.toReversed(), { since })
  // Sums in another order differ in the last digits.
  const said = (all: typeof once) =>
    all.map(({ verdict, counted, estimate }) => [verdict, counted, estimate?.difference.toFixed(9)])
  expect(said(again)).toEqual(said(once))
})

test('twice the measure is twice the difference, and the same number of standard deviations', () => {
  const { cells, traits } = company({ does: ({ cohort }, week) => (on(cohort, week) ? 1 : 0) })
  const twice = (known: SignalSum) => ({ ...known, sum: 2 * known.sum, squares: 4 * known.squares })
  const doubled = cells.map((cell) => ({
    ...cell,
    signals: cell.signals.prs_merged ? { prs_merged: twice(cell.signals.prs_merged) } : {},
  }))
  const [once] = signalFindings(cells, traits, { since })
  const [again] = signalFindings(doubled, traits, { since })
  expect(again?.estimate?.difference).toBeCloseTo(2 * (once?.estimate?.difference ?? NaN), 9)
  expect(again?.estimate?.standardised).toBeCloseTo(once?.estimate?.standardised ?? NaN, 9)
  expect(again?.estimate?.p).toBeCloseTo(once?.estimate?.p ?? NaN, 9)
})

test("a ratio of 3.9 needs the E-value of VanderWeele and Ding's example, and an interval that holds zero needs none", () => {
  const difference = Math.log(3.9) / 0.91
  const { difference: at, limit } = eValueOf({ difference, interval: [-0.1, 9], spread: 1 })
  expect(at).toBeCloseTo(7.26, 2)
  expect(limit).toBe(1)
})
