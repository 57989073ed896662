import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { decideWeek } from '#core/signals/decide-week.ts'
import type { SignalCell, UsageLevel } from '#core/signals/panel.ts'
import { isWithin, LEVEL_GROUPS, type ToldSum } from '#core/signals/told.ts'
import { signalView } from '#core/signals/view.ts'
import { levelName } from '#core/signals/words.ts'
import { day } from '#core/time/day.ts'

const WEEK = day('2026-11-02')
const LEVELS = ['power', 'habitual', 'novice', 'low', 'none'] as const

const cell = (unit: string, level: UsageLevel, people: number): SignalCell => ({
  unit,
  level,
  cohort: null,
  week: WEEK,
  people,
  signals: { prs_merged: { people, sum: 2 * people, squares: 4 * people } },
})
const decided = (cells: readonly SignalCell[], floor = 5) =>
  decideWeek(cells, { week: WEEK, signal: 'prs_merged', floor })
const said = (told: readonly ToldSum[]) =>
  told.map(({ unit, levels, people }) => `${unit || 'all'} ${levels.join('+')} ${people}`)
const of = (unit: string, ...sizes: readonly number[]) =>
  sizes.flatMap((n, at) => (n > 0 ? cell(unit, LEVELS[at] ?? 'none', n) : []))
const ANY = 'power+habitual+novice+low+none'

describe('what is told of a week', () => {
  test.each([
    ['each level by itself where each has enough people', [5, 5, 5, 5, 5], 1 + 2 + 2 + 4],
    ['three groups where novices and low users are too few apart', [6, 6, 3, 3, 5], 1 + 2 + 2],
    ['two groups where those who use none are too few', [6, 6, 3, 3, 4], 1 + 2],
    ['all as one where those who use it are too few', [2, 2, 9, 9, 9], 1],
    [
      'all as one where nobody is at some level: that all are at the others is told of each',
      [9, 0, 0, 0, 0],
      1,
    ],
    ['nothing where all together are too few', [1, 1, 1, 0, 1], 0],
  ])('%s', (_, sizes, rows) => {
    expect(decided(of('Eng', ...sizes)).filter(({ unit }) => unit === '')).toHaveLength(rows)
  })

  test('a team of three is told in nobody’s name, nor by what is left of its department', () => {
    const told = decided([
      ...of('Eng/Web', 0, 0, 0, 0, 9),
      ...of('Eng/Data', 0, 0, 0, 0, 7),
      ...of('Eng/QA', 0, 0, 0, 0, 3),
    ])
    expect(said(told)).toEqual([`all ${ANY} 19`, `Eng ${ANY} 19`, `Eng/Web ${ANY} 9`])
  })

  test('who sits in a department itself is like a team of it', () => {
    const told = decided([...of('Eng', 2), ...of('Eng/Web', 9), ...of('Eng/Data', 7)])
    expect(said(told).map((row) => row.split(' ')[0])).toEqual(['all', 'Eng', 'Eng/Web'])
  })

  test('a team below one that is not told is not told either', () => {
    const told = decided([...of('Eng/Web', 9), ...of('Sales/EMEA', 3), ...of('Legal/Privacy', 8)])
    // Legal stands for Sales too.
    expect(said(told).map((row) => row.split(' ')[0])).toEqual(['all', 'Eng', 'Eng/Web'])
  })

  test('two levels of a team are told where what is left of its department has enough of both', () => {
    const two = (unit: string, most: number, fewer: number) => of(unit, most, 0, 0, 0, fewer)
    const ofBoth = (cells: readonly SignalCell[]) =>
      said(decided(cells).filter(({ levels }) => levels.length === 2))
    expect(ofBoth([...two('Web', 6, 6), ...two('Data', 5, 9)])).toEqual([
      'all power+habitual 11',
      'Web power+habitual 6',
      'Data power+habitual 5',
    ])
    // Data has two who use it: with Web’s they would be what is left of all.
    expect(ofBoth([...two('Web', 6, 6), ...two('Data', 2, 9)])).toEqual(['all power+habitual 8'])
  })
})

/** Small companies: every cell is of so few that sums must stand for several. */
const companies = fc
  .array(
    fc.record({
      unit: fc.constantFrom('A', 'A/x', 'A/y', 'A/y/1', 'A/z', 'B/x', 'B/y', 'C'),
      level: fc.constantFrom(...LEVELS),
      people: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 2, maxLength: 26 },
  )
  .map((all) =>
    Array.from(
      Map.groupBy(all, ({ unit, level }) => `${unit} ${level}`).values(),
      ([first]) => first && cell(first.unit, first.level, first.people),
    ).filter((one) => one !== undefined),
  )

describe('whatever the company, and however what is told is added and subtracted', () => {
  test('nothing is left of fewer people than the floor, and not of nobody', () => {
    fc.assert(
      fc.property(companies, fc.integer({ min: 2, max: 5 }), (cells, floor) => {
        const told = decided(cells, floor)
        const keys = told.map(({ unit, levels }) => `${unit} ${levels.join()}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { people } of told) expect(people).toBeGreaterThanOrEqual(floor)
        expect(narrowed(told, cells, floor)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('the digests of the company and of every team, put together, show no more than that, and it is so', () => {
    fc.assert(
      fc.property(companies, fc.integer({ min: 2, max: 5 }), (drawn, floor) => {
        const cells = drawn.map((one) => ({ ...one, signals: { prs_merged: squared(one) } }))
        const told = decided(cells, floor)
        const known = told.map(({ unit, levels }) => rowOf(cells, { unit, levels }))
        const shown = ['', ...new Set(cells.map(({ unit }) => unit))].flatMap((unit) =>
          shownOf(told, cells, { unit, floor }),
        )
        for (const { row, mean, people } of shown) {
          const own = cells.filter((_, at) => row[at])
          const sum = (of: (one: SignalCell) => number) =>
            own.reduce((all, one) => all + of(one), 0)
          expect(people).toBe(sum((one) => one.people))
          expect(mean).toBeCloseTo(sum((one) => one.people ** 2) / people, 9)
        }
        expect(rank([...known, ...shown.map(({ row }) => row)])).toBe(rank(known))
      }),
      { numRuns: 60 },
    )
  })

  test('and this finds what a careless telling gives away', () => {
    // Both tables have enough people in each line; one from the other leaves one person of each team.
    const cells = [...of('A', 1, 0, 0, 0, 8), ...of('B', 8, 0, 0, 0, 1)]
    const row = (unit: string, levels: readonly UsageLevel[]): ToldSum => ({
      week: WEEK,
      unit,
      levels,
      signal: 'prs_merged',
      sum: 0,
      people: 9,
    })
    const careless = [row('A', LEVELS), row('B', LEVELS), row('', ['power']), row('', ['none'])]
    expect(narrowed(careless, cells, 5)).toEqual([['A power', 'B none']])
  })

  test('every person is counted where they are: what is told of a unit is what its cells add up to', () => {
    fc.assert(
      fc.property(companies, (cells) => {
        for (const { unit, levels, people, sum } of decided(cells, 3)) {
          const own = cells.filter((one) => isWithin(one.unit, unit) && levels.includes(one.level))
          expect(people).toBe(own.reduce((total, one) => total + one.people, 0))
          expect(sum).toBe(2 * people)
        }
      }),
      { numRuns: 40 },
    )
  })
})

/**
 * The groups of cells of fewer people than the floor of which some combination of what is told speaks
 * alone: all combinations that are nothing outside of them are nothing within them, or they are found.
 */
function narrowed(
  told: readonly ToldSum[],
  cells: readonly SignalCell[],
  floor: number,
): readonly (readonly string[])[] {
  const rows = told.map((group) => rowOf(cells, group))
  const all = rank(rows)
  return small(cells, floor)
    .filter((group) => rank(rows.map((row) => row.filter((_, at) => !group.includes(at)))) < all)
    .map((group) => group.map((at) => `${cells[at]?.unit} ${cells[at]?.level}`))
}

const squared = ({ people }: SignalCell) => ({ people, sum: people ** 2, squares: people ** 3 })

type Group = Pick<ToldSum, 'unit' | 'levels'>

/** The cells that a sum is of, as ones. */
const rowOf = (cells: readonly SignalCell[], { unit, levels }: Group): readonly number[] =>
  cells.map((one) => (isWithin(one.unit, unit) && levels.includes(one.level) ? 1 : 0))

/** What the digest of a unit shows, and of which cells each number is by what it is called. */
function shownOf(
  told: readonly ToldSum[],
  cells: readonly SignalCell[],
  { unit, floor }: { readonly unit: string; readonly floor: number },
) {
  const view = signalView(told, { unit: unit || undefined, floor })
  if (view.kind !== 'view') return []
  const all = (path: string) => rowOf(cells, { unit: path, levels: LEVELS })
  const named = view.teams.filter(({ label }) => label !== 'Other teams')
  const below = named.map(({ label }) => all(unit === '' ? label : `${unit}/${label}`))
  const rest = all(unit).map((one, at) => one - below.reduce((sum, row) => sum + (row[at] ?? 0), 0))
  const groups = new Map(LEVEL_GROUPS.flat().map((group) => [levelName(group), group]))
  const rows = [
    { ...view.everyone, row: all(unit) },
    ...view.levels.map((one) => ({
      ...one,
      row: rowOf(cells, { unit, levels: groups.get(one.label) ?? [] }),
    })),
    ...named.map((one, at) => ({ ...one, row: below[at] ?? [] })),
    ...view.teams.slice(named.length).map((one) => ({ ...one, row: rest })),
  ]
  return rows.map(({ row, people, means }) => ({
    row,
    people,
    mean: means.prs_merged?.mean ?? NaN,
  }))
}

/** Every group of cells that has fewer people than the floor. */
function small(cells: readonly SignalCell[], floor: number): readonly (readonly number[])[] {
  const from = (start: number, left: number): readonly (readonly number[])[] =>
    cells.flatMap(({ people }, at) =>
      at < start || people > left
        ? []
        : [[at], ...from(at + 1, left - people).map((more) => [at, ...more])],
    )
  return from(0, floor - 1)
}

/** By elimination in whole numbers modulo a prime: nothing is rounded. */
function rank(given: readonly (readonly number[])[]): number {
  const prime = 1_000_003
  const rows = given.map((row) => [...row])
  const [first = []] = rows
  let found = 0
  for (let column = 0; column < first.length; column++) {
    const at = rows.findIndex((row, n) => n >= found && row[column] !== 0)
    const pivot = rows[at]
    if (pivot === undefined) continue
    rows.splice(at, 1)
    rows.splice(found, 0, pivot)
    for (const row of rows.slice(found + 1)) {
      const [one, other] = [pivot[column] ?? 0, row[column] ?? 0]
      if (other === 0) continue
      for (const [n, value] of pivot.entries())
        row[n] = ((((row[n] ?? 0) * one - value * other) % prime) + prime) % prime
    }
    found += 1
  }
  return found
}
