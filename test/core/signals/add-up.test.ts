import { describe, expect, test } from 'vitest'

import { addingUp, type Given, type Known, type Worked } from '#core/signals/add-up.ts'
import { gapsOf } from '#core/signals/gaps.ts'
import { cohortOf, levelOf } from '#core/signals/segment.ts'
import { addDays, type Day, day } from '#core/time/day.ts'

const MONDAY = day('2026-08-03')
const week = (n: number) => addDays(MONDAY, 7 * n)
const weeks = (...which: readonly number[]) => which.map(week)

const NONE: ReadonlySet<Day> = new Set()

/** Of the whole panel. */
function addUp({
  members,
  use,
  worked,
  away,
  panelFrom = MONDAY,
  ...known
}: Given & Partial<Known>) {
  const sums = addingUp({ knownFrom: MONDAY, lost: NONE, panelFrom, ...known })
  sums.add({ members, use, worked, ...(away && { away }) })
  return sums.cells()
}

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
    expect(cohortOf(weeks(...active), NONE)).toBe(first === null ? null : week(first))
  })

  test('weeks of which nothing is known neither end it nor count for it', () => {
    expect(cohortOf(weeks(1, 2, 5, 6), new Set(weeks(3, 4)))).toBe(week(1))
    expect(cohortOf(weeks(1, 2, 3, 5), new Set(weeks(3, 4)))).toBe(null)
    expect(cohortOf(weeks(3, 4, 5, 6, 7), new Set(weeks(3)))).toBe(week(4))
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
    expect(addUp({ members, use, worked })).toEqual([
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
    const [, cell] = addUp({ members, use, worked })
    expect(cell?.signals).toEqual({
      prs_merged: { people: 1, sum: 3, squares: 9 },
      review_hours: { people: 1, sum: 4, squares: 16 },
    })
  })

  test('however many people at a time, it is the same', () => {
    const worked = [said(1, { prs_merged: 3 }), said(2, { prs_merged: 5 })]
    const sums = addingUp({ knownFrom: MONDAY, lost: NONE, panelFrom: MONDAY })
    for (const one of [1, 2, 3])
      sums.add({
        members: members.filter(({ person }) => person === one),
        use: new Map([...use].filter(([person]) => person === one)),
        worked: worked.filter(({ person }) => person === one),
      })
    expect(sums.cells()).toEqual(addUp({ members, use, worked }))
  })

  test('who began before the panel did so before it, and where nobody asks nobody began', () => {
    const cohort = (panelFrom: Day | null) =>
      addUp({ members, use, worked: [], panelFrom })[0]?.cohort
    expect(cohort(week(4))).toBe(week(3))
    expect(cohort(null)).toBe(null)
  })

  test('weeks of leave are nobody’s: not in a cell, not in a level, neither end nor begin what is sustained', () => {
    const at = (...which: readonly number[]) =>
      which.map((n) => ({ person: 1, week: week(n), unit: 'Eng' }))
    const away = new Map([[1, new Set(weeks(5, 6, 7, 8))]])
    const worked = [8, 9].map((n) => ({ person: 1, week: week(n), signals: { prs_merged: 1 } }))
    const added = (use: Given['use'], given: Partial<Given> = { away }) =>
      addUp({ members: at(8, 9), use, worked, ...given }).map((cell) => [
        cell.week,
        cell.people,
        cell.level,
        cell.cohort,
      ])
    // Five of ten weeks, and five of the six they were there.
    expect(added(use)).toEqual([[week(9), 1, 'power', week(0)]])
    expect(added(use, {})).toEqual([
      [week(8), 1, 'novice', week(0)],
      [week(9), 1, 'novice', week(0)],
    ])
    const around = new Map([[1, weeks(3, 4, 9, 10).map((each) => ({ week: each, actions: 20 }))]])
    expect(added(around)[0]?.at(-1)).toBe(week(3))
    // Of fewer than four weeks that they were there no level is told.
    const long = new Map([[1, new Set(weeks(2, 3, 4, 5, 6, 7, 8))]])
    expect(added(use, { away: long })).toEqual([])
  })

  test('who is in no directory is in no cell', () => {
    expect(addUp({ members: [], use, worked: [said(1, {})] })).toEqual([])
  })

  test('a week before which fewer than four weeks of use are known has no levels, so no cells', () => {
    const early = members.map((member) => ({ ...member, week: week(2) }))
    expect(addUp({ members: early, use, worked: [] })).toEqual([])
  })

  test('of a week of which use stayed unknown nobody is told to have used nothing', () => {
    const later = members.map((member) => ({ ...member, week: week(6) }))
    const level = (lost: ReadonlySet<Day>) =>
      addUp({ members: later, use, lost, worked: [] })[0]?.level
    // Five of seven weeks, and five of five.
    expect(level(NONE)).toBe('novice')
    expect(level(new Set(weeks(5, 6)))).toBe('power')
    expect(level(new Set(weeks(1, 2, 3, 4)))).toBe(undefined)
  })
})

describe('weeks of which use is not known', () => {
  const whole = (...which: readonly number[]) =>
    which.map((n) => ({ tool: 1, week: week(n), days: 7 }))
  const at = (today: number) => ({ through: week(today - 2), today: week(today) })
  const said = (of: ReadonlySet<Day>) => [...of].toSorted()

  test.each([
    ['none where all are known', whole(0, 1, 2, 3, 4), 6, [], []],
    ['those that a tool missed', whole(0, 1, 4), 6, [2, 3], []],
    ['those since a tool was last known', whole(0, 1, 2), 6, [3, 4], []],
    ['eight weeks later they are lost', whole(0, 1, 4, 5, 6, 7, 8, 9), 11, [3], [2]],
    ['not since a tool was last known eight weeks ago', whole(0, 1, 2), 12, [], []],
    ['not before a tool was known first', whole(3, 4), 6, [], []],
    [
      'not of a file that ends on a Friday',
      [...whole(0, 2), { tool: 1, week: week(1), days: 5 }],
      4,
      [],
      [],
    ],
    [
      'of a tool that missed most of a week',
      [...whole(0, 2), { tool: 1, week: week(1), days: 4 }],
      4,
      [1],
      [],
    ],
    [
      'of one tool of two',
      [...whole(0, 1, 2), ...whole(0, 2).map((one) => ({ ...one, tool: 2 }))],
      4,
      [1],
      [],
    ],
  ] as const)('%s', (_, covered, today, awaited, lost) => {
    const gaps = gapsOf(covered, at(today))
    expect([said(gaps.awaited), said(gaps.lost)]).toEqual([weeks(...awaited), weeks(...lost)])
  })
})
