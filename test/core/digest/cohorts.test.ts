import { describe, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import {
  chanceOf,
  cohortMonths,
  type CohortMonths,
  compareCohorts,
  type Home,
  type MonthsOfUse,
} from '#core/digest/cohort-months.ts'
import { movesOf } from '#core/digest/moves.ts'
import { oneView } from '#core/digest/one-view.ts'
import { addDays, addMonths, day, type Day } from '#core/time/day.ts'
import { cohorts as view } from '#digests/cohorts.ts'

import { company } from './company.ts'

const FIRST = day('2026-02-01')
const monthsFrom = (n: number): readonly Day[] =>
  Array.from({ length: n }, (_, at) => addMonths(FIRST, at))

/** A word a person: `.` no use, `x` use, in each month. */
const known = (people: readonly string[], homes: MonthsOfUse['homes'] = null): MonthsOfUse => {
  const months = monthsFrom(people[0]?.length ?? 0)
  const bits = months.map((_, at) => people.map((word) => (word[at] === 'x' ? '1' : '0')).join(''))
  const ends = months.map((month) => addDays(addMonths(month, 1), -1))
  return { months, ends, begun: bits, active: bits, later: [], homes }
}

const cohortsOf = (found: CohortMonths | null) =>
  found?.cohorts.map(({ people, after }) => [people, ...after.map((a) => `${a.active}/${a.here}`)])

describe('people by the month in which they began', () => {
  test('who used AI in the first two months began before; the others in their first month', () => {
    const found = cohortMonths(known(['xx.xx', '.x...', '..xx.', '..x.x', '...xx', '.....']))
    expect(found?.before).toBe(2)
    expect(found?.beforeNow).toEqual({ here: 2, active: 1 })
    expect(cohortsOf(found)).toEqual([[2, '1/2', '1/2'], [1, '1/1'], [0]])
  })

  test('who has left is out of what comes after, and a team’s cohort is who began in it', () => {
    const home = (path: string, from: string, to: string): Home => ({
      path,
      from: day(from),
      to: day(to),
    })
    const homes = new Map([
      [0, [home('Eng/Web', '2026-01-01', '2026-05-15')]],
      [1, [home('Eng/Web', '2026-01-01', '2026-04-30'), home('Sales', '2026-05-01', '9999-12-31')]],
      [2, [home('Engines', '2026-01-01', '9999-12-31')]],
    ])
    const use = known(['..x..', '..xxx', '..xxx', '..xxx'], homes)
    // Person 0 left in May, person 1 went to Sales, nobody knows where person 3 sits.
    expect(cohortsOf(cohortMonths(use))?.[0]).toEqual([3, '2/2', '2/2'])
    expect(cohortsOf(cohortMonths(use, 'Eng'))?.[0]).toEqual([2, '1/1', '1/1'])
  })

  test('a tool that is known later tells who stays, and makes nobody a beginner', () => {
    const use = known(['...xx', '..xx.'])
    const later = known(['..xxx', '..x.x'])
    const found = cohortMonths({
      ...use,
      begun: use.active,
      active: later.active,
      later: ['cursor'],
    })
    // The first was seen by the later tool before: when they began is not known.
    expect(cohortsOf(found)).toEqual([[1, '0/1', '1/1'], [0, '0/0'], [0]])
  })

  test('too few months are no cohorts', () => {
    expect(cohortMonths(known(['..x']))).toBeNull()
  })
})

const repeated = (word: string, times: number) => Array.from({ length: times }, () => word)

describe('newer beside older, at equal age', () => {
  const falling = [
    ...repeated('..xxxxxxxx', 30),
    ...repeated('...xxxxxxx', 30),
    ...repeated('......xxxx', 30),
    ...repeated('.......x..', 25),
    ...repeated('.......xxx', 5),
  ]

  test('the same number of months after they began, whatever the calendar', () => {
    const found = cohortMonths(known(falling))
    // Each age has its own three newest: those that are so far in, nobody’s months among them.
    expect(found && compareCohorts(found)).toMatchObject([
      { age: 3, newer: { since: '2026-06-01', people: 30, stayed: 30 }, older: { people: 60 } },
      {
        age: 2,
        newer: { since: '2026-07-01', people: 60, stayed: 35 },
        older: { people: 60, stayed: 60 },
      },
      { age: 1, newer: { since: '2026-08-01', people: 60, stayed: 35 }, older: { people: 60 } },
    ])
  })

  test('fewer than twenty on a side are not compared', () => {
    const of = (newer: number) => {
      const found = cohortMonths(
        known([...repeated('..xxxxxxx', 40), ...repeated('.....xxxx', newer)]),
      )
      return found && compareCohorts(found).length
    }
    expect([of(19), of(20)]).toEqual([0, 3])
  })

  test('a chance is Fisher’s: the tea that a lady tasted', () => {
    expect(chanceOf({ people: 4, stayed: 3 }, { people: 4, stayed: 1 })).toBeCloseTo(34 / 70, 10)
    expect(chanceOf({ people: 4, stayed: 4 }, { people: 4, stayed: 0 })).toBeCloseTo(2 / 70, 10)
    expect(chanceOf({ people: 300, stayed: 200 }, { people: 300, stayed: 200 })).toBeCloseTo(1, 10)
  })

  const look = (people: readonly string[]) => {
    const facts = company({}, { cohorts: cohortMonths(known(people)) })
    const looked = view.look({ facts, moves: movesOf(facts) })
    if ('missing' in looked) throw new Error(looked.missing)
    return looked
  }

  test('newer ones who stay less are a finding with its people and what to ask', () => {
    const [finding] = look(falling).findings
    expect(finding).toMatchObject({
      says: '58% of those who began since Jul use AI 2 months on, of older ones 100% did',
      more: '35 of 60 people, beside 60 of 60 who began before and were as far in.',
      effect: { people: 25, micros: 0 },
      command: 'digest cohorts',
    })
    expect(finding?.action).toContain('what they stopped for')
    expect(finding?.expected).toMatchObject({
      says: '25 people more would use AI, had newer ones stayed as the older did',
    })
    expect(parse(finding?.command ?? '').kind).toBe('digest')
  })

  test('a difference as great as chance makes is none, and it says so', () => {
    const alike = [
      ...repeated('..xxxxxxx', 30),
      ...repeated('......xxx', 26),
      ...repeated('......x..', 4),
    ]
    const { findings, quiet } = look(alike)
    expect(findings).toEqual([])
    expect(quiet).toBe(
      '56 of 60 who began since Apr used AI in the month after; newer ones stay about as the older did',
    )
  })
})

describe('what is said where it can’t be told', () => {
  const said = (more: Parameters<typeof company>[1]) =>
    JSON.stringify(oneView(view, company({}, more), { zone: 'UTC' }))

  test('who reads published numbers is told of nobody, and where to look', () => {
    expect(said({})).toContain('in private')
    expect(said({})).toContain('digest adoption')
  })

  test('too short a history, and nobody who began', () => {
    expect(said({ cohorts: null })).toContain('four closed months')
    expect(said({ cohorts: cohortMonths(known(['xxxxx'])) })).toContain(
      'Nobody began to use AI since Apr',
    )
  })
})
