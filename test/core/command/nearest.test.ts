import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { nearest } from '#core/command/nearest.ts'

test.each([
  ['a missing letter', 'enginering', ['Sales', 'Engineering'], ['Engineering']],
  ['two letters swapped', 'slaes', ['Sales', 'Legal'], ['Sales']],
  [
    'a part of the name before a look-alike',
    'copilot',
    ['copiloy', 'github-copilot'],
    ['github-copilot', 'copiloy'],
  ],
  ['nothing in common, nothing suggested', 'zebra', ['Sales', 'Legal'], []],
  ['nothing typed, nothing suggested', '', ['Sales'], []],
  ['capitals do not matter', 'SALES', ['sales'], ['sales']],
  ['another emoji is a near miss', 'team 🚀', ['team 🛰'], ['team 🛰']],
])('%s', (_, value, candidates, expected) => {
  expect(nearest(value, candidates, 5)).toEqual(expected)
})

test('at most as many as asked for, the best first', () => {
  expect(nearest('sale', ['Salerno', 'Sales', 'Saleh team', 'Wholesale'], 2)).toEqual([
    'Sales',
    'Salerno',
  ])
})

test('ten thousand typed characters are compared without a stall', () => {
  const names = Array.from({ length: 5_000 }, (_, n) => `Team ${n}`)
  expect(nearest('x'.repeat(10_000), names, 5)).toEqual([])
})

test('a name that is among the candidates always comes first', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), {
    minLength: 1,
    selector: (name) => name.toLowerCase(),
  })
  fc.assert(
    fc.property(names, fc.nat(), (candidates, n) => {
      const name = candidates[n % candidates.length] ?? ''
      expect(nearest(name, candidates, 1)).toEqual([name])
    }),
  )
})
