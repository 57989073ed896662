import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { countedIn, type Home } from '#core/privacy/counted-in.ts'
import { day } from '#core/time/day.ts'

const on = day('2026-11-10')
const home = (who: string, unit: string, more: Partial<Home> = {}): Home => ({
  who,
  unit,
  from: day('2026-01-01'),
  to: null,
  ...more,
})
const HOMES = [
  ...['a', 'b', 'c'].map((who) => home(who, 'Sales/EMEA')),
  ...['d', 'e'].map((who) => home(who, 'Sales/APAC')),
  home('h', 'Sales'),
  home('f', 'Legal'),
  ...['j', 'k', 'l'].map((who) => home(who, 'Finance')),
  ...['m', 'n', 'o', 'p'].map((who) => home(who, 'Engineering/Web')),
  ...['q', 'r', 's'].map((who) => home(who, 'Engineering/Data')),
  home('t', 'Engineering'),
  home('g', 'Sales/EMEA', { to: day('2026-10-31') }),
  home('g', 'Legal', { from: day('2026-11-01') }),
]

test.each([
  ['where they sit, if enough sit there', 'a', 'Sales/EMEA'],
  ['in the unit above, if too few do', 'd', 'Sales'],
  ['where their head is, who would be alone there', 'q', 'Engineering'],
  ['where they sit, beside those who are counted with their head', 'm', 'Engineering/Web'],
  ['in none, if no unit above has enough', 'f', null],
  ['where they sat on the day', 'g', null],
  ['in none, with those who would be too few there', 'j', null],
  ['in none, if nobody placed them', 'z', null],
])('use is counted %s', (_, who, unit) => {
  expect(countedIn(HOMES, 3)(who, on)).toBe(unit)
})

test('who sat elsewhere before is counted there then', () => {
  expect(countedIn(HOMES, 3)('g', day('2026-10-31'))).toBe('Sales/EMEA')
  expect(countedIn(HOMES, 2)('f', on)).toBe('Legal')
})

test('whoever sits wherever, nowhere are fewer counted than the floor', () => {
  const unit = fc
    .array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 3 })
    .map((names) => names.join('/'))
  fc.assert(
    fc.property(
      fc.array(unit, { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      (units, floor) => {
        const homes = units.map((at, n) => home(`p${n}`, at))
        const counted = countedIn(homes, floor)
        const places = homes.map(({ who, unit: at }) => ({ at, counted: counted(who, on) }))
        for (const one of places)
          expect(one.counted === null || `${one.at}/`.startsWith(`${one.counted}/`)).toBe(true)
        for (const [where, there] of Map.groupBy(places, (one) => one.counted))
          expect(there.length >= floor || (where === null && there.length === units.length)).toBe(
            true,
          )
      },
    ),
    { numRuns: 200 },
  )
})
