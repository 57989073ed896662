import { describe, expect, test } from 'vitest'

import { addUp, type Worked } from '#core/signals/add-up.ts'
import { cohortOf, levelOf } from '#core/signals/segment.ts'
import { addDays, day } from '#core/time/day.ts'

const MONDAY = day('2026-08-03')
const week = (n: number) => addDays(MONDAY, 7 * n)
const weeks = (...which: readonly number[]) => which.map(week)

describe('how much someone uses AI, by Viva’s segments over twelve weeks', () => {
  test.each([
    ['nine weeks and 15 actions a week', 12, 9, 180, 'power'],
    ['nine weeks, but fewer actions', 12, 9, 179, 'habitual'],
    ['eight weeks, however many actions', 12, 8, 500, 'novice'],
    ['an action a week on average', 12, 3, 12, 'novice'],
    ['now and then', 12, 3, 11, 'low'],
    ['not at all', 12, 0, 0, 'none'],
    ['of four known weeks three', 4, 3, 60, 'power'],
    ['of four known weeks two', 4, 2, 60, 'novice'],
  ] as const)('%s', (_, known, activeWeeks, actions, level) => {
    expect(levelOf({ weeks: known, activeWeeks, actions })).toBe(level)
  })
})

describe('when someone took AI up', () => {
  test.each([
    ['the first four weeks in a row', [0, 2, 3, 4, 5, 9], 2],
    ['what is longer counts from its start', [1, 2, 3, 4, 5, 6], 1],
    ['three weeks are a trial', [0, 1, 2, 4, 5, 6], null],
    ['in whatever order', [5, 3, 4, 6, 0], 3],
    ['never', [], null],
  ] as const)('%s', (_, active, first) => {
    expect(cohortOf(weeks(...active))).toBe(first === null ? null : week(first))
  })
})

describe('weeks of people are added up', () => {
  const use = new Map([
    [1, weeks(0, 1, 2, 3, 4).map((each) => ({ week: each, actions: 20 }))],
    [2, weeks(0, 1, 2, 3, 4).map((each) => ({ week: each, actions: 30 }))],
    [3, [{ week: week(4), actions: 1 }]],
  ])
  const members = [1, 2, 3].map((person) => ({ person, week: week(4), unit: 'Eng' }))
  const said = (person: number, signals: Worked['signals']): Worked => ({
    person,
    week: week(4),
    signals,
  })

  test('to units, levels and cohorts, with sums and squares of those whose signal is known', () => {
    const worked = [said(1, { prs_merged: 3, review_hours: 4 }), said(2, { prs_merged: 5 })]
    expect(addUp({ members, use, knownFrom: MONDAY, worked })).toEqual([
      {
        unit: 'Eng',
        level: 'power',
        cohort: MONDAY,
        week: week(4),
        people: 2,
        signals: {
          prs_merged: { people: 2, sum: 8, squares: 34 },
          review_hours: { people: 1, sum: 4, squares: 16 },
        },
      },
      // Whose signal nobody knows is not somebody who did nothing.
      { unit: 'Eng', level: 'low', cohort: null, week: week(4), people: 1, signals: {} },
    ])
  })

  test('of two logins of one person numbers add up, and hours are their mean', () => {
    const worked = [
      said(3, { prs_merged: 1, review_hours: 2 }),
      said(3, { prs_merged: 2, review_hours: 6 }),
    ]
    const [, cell] = addUp({ members, use, knownFrom: MONDAY, worked })
    expect(cell?.signals).toEqual({
      prs_merged: { people: 1, sum: 3, squares: 9 },
      review_hours: { people: 1, sum: 4, squares: 16 },
    })
  })

  test('who is in no directory is in no cell', () => {
    expect(addUp({ members: [], use, knownFrom: MONDAY, worked: [said(1, {})] })).toEqual([])
  })

  test('a week before which fewer than four weeks of use are known has no levels, so no cells', () => {
    const early = members.map((member) => ({ ...member, week: week(2) }))
    expect(addUp({ members: early, use, knownFrom: MONDAY, worked: [] })).toEqual([])
  })
})
