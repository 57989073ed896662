import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'

import { byAdoption } from '#core/signals/adoption.ts'
import type { SignalCell, UnitTraits } from '#core/signals/panel.ts'
import { pooled } from '#core/signals/pooled.ts'
import { numbered, seriesOf } from '#core/signals/series.ts'
import { byUnits, pairsOf } from '#core/signals/units.ts'

import { monday } from './r.ts'

type Group = { readonly unit: string; readonly cohort: number | null; readonly people: number }

/** Each person of a group does `does` in a week; nothing is left to chance. */
function cellsOf(
  groups: readonly Group[],
  does: (group: Group, week: number) => number,
): readonly SignalCell[] {
  return groups.flatMap((group) =>
    Array.from({ length: 26 }, (_, week) => {
      const { unit, cohort, people } = group
      const value = does(group, week)
      const known = { people, sum: people * value, squares: people * value ** 2 }
      const level = cohort !== null && week >= cohort ? 'habitual' : 'none'
      return {
        unit,
        level,
        cohort: cohort === null ? null : monday(cohort),
        week: monday(week),
        people,
        signals: { focus_hours: known },
      } as const
    }),
  )
}

test('who has begun is never compared with: that they go on rising makes nobody else look worse', () => {
  const groups = [13, 18, null].map((cohort) => ({ unit: 'Eng/A', cohort, people: 4 }))
  const cells = cellsOf(groups, ({ cohort }, week) => (cohort === 13 ? Math.max(week - 13, 0) : 0))
  const panel = numbered(cells, monday(16))
  const [found] = byAdoption(panel, seriesOf(panel, 'focus_hours'))
  expect(found?.effect).toBe(0)
  expect(found?.before?.effect).toBe(0)
  expect([found?.people, found?.others]).toEqual([4, 4])
})

test('what befalls a whole team in a week is nobody’s difference', () => {
  const groups = [15, null].map((cohort) => ({ unit: 'Eng/A', cohort, people: 4 }))
  const cells = cellsOf(
    groups,
    ({ cohort }, week) => (week % 5) * 3 + (cohort !== null && week >= cohort ? 2 : 0),
  )
  const panel = numbered(cells, monday(12))
  const [found] = byAdoption(panel, seriesOf(panel, 'focus_hours'))
  expect(found?.effect).toBeCloseTo(2, 12)
})

test('a drift that goes on is all of what is found, and is known to be', () => {
  const groups = [15, null].map((cohort) => ({ unit: 'Eng/A', cohort, people: 4 }))
  const cells = cellsOf(groups, ({ cohort }, week) => (cohort === null ? 0 : week / 4))
  const panel = numbered(cells, monday(12))
  const [found] = byAdoption(panel, seriesOf(panel, 'focus_hours'))
  expect(found?.effect).toBeCloseTo(1.5, 12)
  expect(found?.before?.effect).toBeCloseTo(1.5, 12)
})

test('people whose weeks before are not there under the week they began are not compared', () => {
  const groups = [15, null].map((cohort) => ({ unit: 'Eng/A', cohort, people: 4 }))
  const cells = cellsOf(groups, () => 1).map((cell) =>
    cell.cohort !== null && cell.week < cell.cohort ? { ...cell, cohort: null } : cell,
  )
  const panel = numbered(cells, monday(12))
  expect(byAdoption(panel, seriesOf(panel, 'focus_hours'))).toEqual([])
})

const traitsOf = (unit: string, function_: string | null): UnitTraits => ({
  unit,
  function: function_,
  location: null,
  band: null,
  tenure: null,
})

function matched(functionOf: (unit: string) => string | null) {
  const groups = Array.from({ length: 12 }, (_, at) => `Eng/${at}`).flatMap((unit, at): Group[] =>
    at < 3
      ? [
          { unit, cohort: 14, people: 6 },
          { unit, cohort: null, people: 4 },
        ]
      : [{ unit, cohort: null, people: 10 }],
  )
  const panel = numbered(
    cellsOf(
      groups,
      ({ unit }, week) => Number(unit.slice(4)) + (week >= 14 && Number(unit.slice(4)) < 3 ? 1 : 0),
    ),
    monday(12),
  )
  const traits = [...new Set(groups.map(({ unit }) => unit))].map((unit) =>
    traitsOf(unit, functionOf(unit)),
  )
  const pairs = pairsOf(panel, seriesOf(panel, 'people'), traits)
  return { pairs, found: byUnits(panel, seriesOf(panel, 'focus_hours'), pairs) }
}

test('teams that began are put beside up to three that have not, and none of those twice', () => {
  const { pairs, found } = matched(() => 'engineering')
  expect(pairs.map(({ unit, start }) => [unit, start])).toEqual([
    ['Eng/0', 14],
    ['Eng/1', 14],
    ['Eng/2', 14],
  ])
  const beside = pairs.flatMap((pair) => pair.beside)
  expect(beside).toHaveLength(9)
  expect(new Set(beside).size).toBe(9)
  expect(found.map(({ effect }) => effect)).toEqual([1, 1, 1])
})

test.each<[string, (unit: string) => string | null]>([
  ['another function', (unit) => (Number(unit.slice(4)) < 3 ? 'engineering' : 'sales')],
  ['a function nobody knows', () => null],
])('teams of %s are not put beside one another', (_, functionOf) => {
  expect(matched(functionOf).pairs).toEqual([])
})

test('of units that weigh the same, what is pooled is the ordinary mean with its t', () => {
  const effects = array(integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 30 })
  assert(
    property(
      effects.filter((all) => new Set(all).size > 1),
      integer({ min: 1, max: 50 }),
      (all, weight) => {
        const mean = all.reduce((sum, one) => sum + one, 0) / all.length
        const variance = all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1)
        const found = pooled(all.map((effect) => ({ effect, weight })))
        expect(found?.difference).toBeCloseTo(mean, 6)
        expect(found?.error).toBeCloseTo(Math.sqrt(variance / all.length), 6)
        expect(found?.degrees).toBeCloseTo(all.length - 1, 6)
      },
    ),
    { numRuns: 40 },
  )
})

test('one unit that is more than half of all is not pooled', () => {
  const others = [1, 2, 3, 4].map((effect) => ({ effect, weight: 1 }))
  expect(pooled([...others, { effect: 9, weight: 5 }])).toBeNull()
  expect(pooled([...others, { effect: 9, weight: 3 }])).not.toBeNull()
})
