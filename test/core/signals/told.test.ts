import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { SignalCell, UsageLevel } from '#core/signals/panel.ts'
import { apart, below, finest, LEVEL_GROUPS, meanOf } from '#core/signals/told.ts'
import { addDays, day } from '#core/time/day.ts'

const WEEK = day('2026-11-02')
const LEVELS = ['power', 'habitual', 'novice', 'low', 'none'] as const
const cell = (unit: string, level: UsageLevel, people: number, n = 0): SignalCell => ({
  unit,
  level,
  cohort: null,
  week: addDays(WEEK, 7 * n),
  people,
  signals: { prs_merged: { people, sum: 2 * people, squares: 4 * people } },
})
const telling = { signal: 'prs_merged', floor: 5 } as const
const fine = (cells: readonly SignalCell[], path = '') => finest(cells, path, telling)

describe('how finely levels of use are told', () => {
  test.each([
    ['each by itself where each has enough people', [5, 5, 5, 5, 5], 3],
    ['three groups where novices and low users are too few apart', [6, 6, 3, 3, 5], 2],
    ['two groups where those who use none are too few', [6, 6, 3, 3, 4], 1],
    ['all as one where those who use it are too few', [2, 2, 9, 9, 9], 0],
    ['not at all where all together are too few', [1, 1, 1, 0, 1], -1],
    ['a level without anybody hides nobody', [6, 0, 0, 0, 6], 3],
  ])('%s', (_, sizes, expected) => {
    expect(fine(sizes.flatMap((n, at) => cell('Eng', LEVELS[at] ?? 'none', n)))).toBe(expected)
  })

  test('one week with too few counts for all: weeks can be asked for one by one', () => {
    expect(fine([cell('Eng', 'power', 9), cell('Eng', 'power', 4, 1)])).toBe(-1)
  })
})

describe('which teams are told', () => {
  const teams = (sizes: Readonly<Record<string, number>>) =>
    Object.entries(sizes).map(([unit, n]) => cell(unit, 'none', n))

  test('a team of three is told in nobody’s name, nor by what is left of its department', () => {
    const cells = teams({ 'Eng/Web': 9, 'Eng/Data': 7, 'Eng/QA': 3 })
    expect(fine(cells, 'Eng/QA')).toBe(-1)
    expect(apart(below(cells, 'Eng'), 0, telling)).toEqual({
      alone: ['Eng/Web'],
      rest: ['Eng/QA', 'Eng/Data'],
    })
    expect(fine(cells, 'Eng/Web')).toBe(3)
    expect(fine(cells, 'Eng/Data')).toBe(-1)
  })

  test('who sits in a department itself is like a team of it', () => {
    const cells = teams({ Eng: 2, 'Eng/Web': 9, 'Eng/Data': 7 })
    expect(apart(below(cells, 'Eng'), 0, telling)).toEqual({
      alone: ['Eng/Web'],
      rest: ['Eng', 'Eng/Data'],
    })
  })

  test('a team below one that is not told is not told either', () => {
    const cells = teams({ 'Eng/Web': 9, 'Sales/EMEA': 3, 'Legal/Privacy': 8 })
    expect(fine(cells, 'Eng/Web')).toBe(3)
    // Legal stands for Sales too.
    expect(fine(cells, 'Legal/Privacy')).toBe(-1)
  })

  test('whatever the sizes: what is told, and what is left, is of enough people in every week', () => {
    const sized = fc.record({
      unit: fc.constantFrom('A/x', 'A/y', 'A/z', 'B/x', 'B/y', 'C'),
      level: fc.constantFrom(...LEVELS),
      people: fc.integer({ min: 1, max: 12 }),
      n: fc.integer({ min: 0, max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(sized, { minLength: 1, maxLength: 24 }), (given) => {
        const cells = given.map(({ unit, level, people, n }) => cell(unit, level, people, n))
        for (const path of ['', 'A', 'B'])
          for (const [at, groups] of LEVEL_GROUPS.entries()) {
            const units = below(cells, path)
            const { alone, rest } = apart(units, at, telling)
            const told = [...alone.map((unit) => [unit]), ...(rest.length > 0 ? [rest] : [])]
            for (const names of told)
              for (const group of groups) {
                const of = names
                  .flatMap((name) => units.get(name) ?? [])
                  .filter(({ level }) => group.includes(level))
                for (const week of new Set(of.map(({ week }) => week))) {
                  const people = of.filter((one) => one.week === week)
                  expect(people.reduce((sum, one) => sum + one.people, 0)).toBeGreaterThanOrEqual(5)
                }
              }
          }
      }),
      { numRuns: 60 },
    )
  })
})

test('a mean is per person and week, of those whose number is known', () => {
  const cells = [cell('Eng', 'power', 6), cell('Eng', 'none', 2, 1)]
  expect(meanOf(cells, 'prs_merged')).toEqual({ mean: 2, people: 4 })
  expect(meanOf(cells, 'focus_hours')).toBeNull()
})
