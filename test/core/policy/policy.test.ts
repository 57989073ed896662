import {
  type Arbitrary,
  array,
  assert,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  subarray,
} from 'fast-check'
import { describe, expect, test } from 'vitest'

import { type Dated, promisedSince, useDays } from '#core/policy/history.ts'
import {
  DEFAULT_POLICY,
  differences,
  MODES,
  type Policy,
  POLICY_PLACES,
  policyText,
  stricter,
} from '#core/policy/policy.ts'
import { addDays, day } from '#core/time/day.ts'

const BASE: Policy = { ...DEFAULT_POLICY, retention: { use: 400, replaced: 35, runs: 90 } }

describe('what guards people less is weaker', () => {
  test.each<[string, Partial<Policy>, boolean]>([
    ['a lower floor', { floor: 4 }, true],
    ['a higher floor', { floor: 6 }, false],
    ['names that are kept', { mode: 'named' }, true],
    ['no people at all', { mode: 'aggregate-only' }, false],
    ['use that is kept longer', { retention: { ...BASE.retention, use: 401 } }, true],
    ['use that is kept for good', { retention: { ...BASE.retention, use: 'forever' } }, true],
    ['use that is kept shorter', { retention: { ...BASE.retention, use: 90 } }, false],
    ['one who may reveal of all who could', { reveal: ['U024BE7LH'] }, false],
    ['nobody who may reveal', { reveal: [] }, false],
    ['fewer places', { places: ['dm'] }, false],
    ['another purpose', { purposes: [...BASE.purposes, 'Rate people.'] }, true],
    ['another purpose in place of the first', { purposes: ['Rate people.'] }, true],
  ])('%s', (_, change, weaker) => {
    expect(differences(BASE, { ...BASE, ...change })).toMatchObject([{ weaker }])
    const [back] = differences({ ...BASE, ...change }, BASE)
    // Other words for a purpose are another purpose, there and back.
    expect(back?.weaker).toBe(change.purposes?.length === 1 ? true : !weaker)
  })

  test('another one who may reveal', () => {
    const one = { ...BASE, reveal: ['U1'] }
    expect(differences(one, { ...one, reveal: ['U1', 'U2'] })).toMatchObject([{ weaker: true }])
    expect(differences(one, { ...one, reveal: ['person'] })).toMatchObject([{ weaker: true }])
  })

  test('the same policy in another order is the same', () => {
    const turned = { ...BASE, places: BASE.places.toReversed(), reveal: [...BASE.reveal] }
    expect(differences(BASE, turned)).toEqual([])
    expect(policyText(turned)).toBe(policyText(BASE))
  })
})

const keep = oneof(constant('forever' as const), integer({ min: 35, max: 80 }))
const anyPolicy: Arbitrary<Policy> = record({
  purposes: subarray(['a', 'b', 'c'], { minLength: 1 }),
  floor: integer({ min: 3, max: 9 }),
  mode: constantFrom(...MODES),
  retention: record({ use: keep, replaced: keep, runs: keep }),
  reveal: subarray(['person', 'U1', 'U2']),
  places: subarray([...POLICY_PLACES]),
})

test('what satisfies both is weaker than neither, and of a stricter policy it is that one', () => {
  assert(
    property(anyPolicy, anyPolicy, (a, b) => {
      const both = stricter(a, b)
      const weaker = (from: Policy) =>
        differences(from, both).filter((it) => it.weaker && it.point !== 'purposes')
      expect([...weaker(a), ...weaker(b)]).toEqual([])
      expect(differences(a, both).filter((it) => it.weaker)).toEqual([])
      expect(policyText(stricter(a, both))).toBe(policyText(both))
      const stricterOnly = differences(a, b).every((it) => !it.weaker)
      expect(stricterOnly ? differences(both, b) : []).toEqual([])
    }),
  )
})

const TODAY = day('2026-11-22')
const anyHistory: Arbitrary<readonly Dated[]> = array(
  record({ ago: integer({ min: -1, max: 120 }), policy: anyPolicy }),
  { maxLength: 5 },
).map((versions) =>
  versions
    .toSorted((a, b) => b.ago - a.ago)
    .map(({ ago, policy }) => ({ from: addDays(TODAY, -ago), policy })),
)

test('use is kept as long as was promised when it was used, and never longer by a later change', () => {
  assert(
    property(anyHistory, (history) => {
      const kept = useDays(TODAY, history)
      for (let ago = 0; ago <= 200; ago += 1) {
        const { use } = promisedSince(addDays(TODAY, -ago), history).retention
        expect(kept === undefined || ago <= kept).toBe(use === 'forever' || ago <= use)
      }
    }),
  )
})

test('a longer time that was allowed yesterday keeps nothing that was used before', () => {
  const strict = { ...BASE, retention: { ...BASE.retention, use: 35 } }
  const history = [
    { from: addDays(TODAY, -100), policy: strict },
    { from: TODAY, policy: BASE },
  ]
  expect(useDays(TODAY, history)).toBe(35)
  expect(useDays(addDays(TODAY, 60), history)).toBe(60)
  expect(promisedSince(addDays(TODAY, -1), history).retention.use).toBe(35)
  expect(promisedSince(TODAY, history).retention.use).toBe(400)
})
