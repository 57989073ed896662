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
  home('f', 'Legal'),
  home('g', 'Sales/EMEA', { to: day('2026-10-31') }),
  home('g', 'Legal', { from: day('2026-11-01') }),
]

test.each([
  ['where they sit, if enough sit there', 'a', 'Sales/EMEA'],
  ['in the unit above, if too few do', 'd', 'Sales'],
  ['in none, if no unit above has enough', 'f', null],
  ['where they sat on the day', 'g', null],
  ['in none, if nobody placed them', 'z', null],
])('use is counted %s', (_, who, unit) => {
  expect(countedIn(HOMES, 3)(who, on)).toBe(unit)
})

test('who sat elsewhere before is counted there then', () => {
  expect(countedIn(HOMES, 3)('g', day('2026-10-31'))).toBe('Sales/EMEA')
  expect(countedIn(HOMES, 2)('f', on)).toBe('Legal')
})
