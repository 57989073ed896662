import { expect, test } from 'vitest'

import { type Finding, ranked } from '#core/digest/finding.ts'

const finding = (key: string, more: Partial<Finding> = {}): Finding => ({
  view: 'spend',
  key,
  unit: key,
  says: key,
  effect: { people: 10, micros: 0 },
  confidence: 1,
  novelty: 1,
  action: 'Ask.',
  expected: { kind: 'no-evidence' },
  command: 'spend 7d',
  button: 'Spend',
  ...more,
})
const whole = { people: 100, micros: 1000 }
const order = (findings: readonly Finding[], seen?: ReadonlySet<string>) =>
  ranked(findings, whole, seen).map(({ key }) => key)

test('what touches more people, is surer or is newer comes first', () => {
  expect(
    order([
      finding('small', { effect: { people: 2, micros: 0 } }),
      finding('unsure', { confidence: 0.5 }),
      finding('old', { novelty: 0.1 }),
      finding('large', { effect: { people: 50, micros: 100 } }),
    ]),
  ).toEqual(['large', 'unsure', 'small', 'old'])
})

test('a unit is spoken of once, by what weighs most', () => {
  const one = finding('spend', { unit: 'Sales' })
  const other = finding('people', { unit: 'Sales', effect: { people: 30, micros: 0 } })
  expect(order([one, other])).toEqual(['people'])
})

test('what an earlier digest told goes behind what none did', () => {
  const two = [finding('a'), finding('b', { effect: { people: 5, micros: 0 } })]
  expect([order(two), order(two, new Set(['a']))]).toEqual([
    ['a', 'b'],
    ['b', 'a'],
  ])
})

test('findings that weigh the same keep their order, run after run', () => {
  expect(order([finding('b'), finding('a')])).toEqual(['a', 'b'])
})
