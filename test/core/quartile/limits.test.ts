import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { fewestFor, LIMIT_STEPS, type Limits, limitsOf } from '#core/quartile/limits.ts'

/** What people did in four weeks, as the store counts it. */
const spread = (did: readonly number[]) => ({
  people: did.length,
  below: LIMIT_STEPS.map((step) => did.filter((actions) => actions < 4 * step).length),
})

/** How many are at each level, lightest first. */
const levels = (did: readonly number[], { light, moderate, heavy }: Limits) => {
  const from = (a: number, b: number) =>
    did.filter((actions) => actions / 4 >= a && actions / 4 < b).length
  return [from(0, light), from(light, moderate), from(moderate, heavy), from(heavy, Infinity)]
}

/** How far the levels are from holding the lowest quarter, half and three quarters. */
const off = (did: readonly number[], limits: Limits) => {
  const [minimal = 0, light = 0, moderate = 0] = levels(did, limits)
  const below = [minimal, minimal + light, minimal + light + moderate]
  return below
    .map((count, n) => Math.abs(count - ((n + 1) * did.length) / 4))
    .reduce((a, b) => a + b, 0)
}

const people = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3000 })),
  { minLength: 1, maxLength: 60, size: 'max' },
)

test('limits come as near to quarters as their list allows, with enough people at every level', () => {
  let found = 0
  fc.assert(
    fc.property(people, fc.integer({ min: 3, max: 6 }), (did, floor) => {
      const limits = limitsOf(spread(did), floor)
      const all = LIMIT_STEPS.flatMap((light) =>
        LIMIT_STEPS.flatMap((moderate) => LIMIT_STEPS.map((heavy) => ({ light, moderate, heavy }))),
      )
        .filter(({ light, moderate, heavy }) => light < moderate && moderate < heavy)
        .filter((one) => levels(did, one).every((count) => count >= floor))
      expect(limits !== undefined).toBe(did.length >= fewestFor(floor) && all.length > 0)
      const taken = limits ? [limits] : []
      found += taken.length
      expect(taken.flatMap((one) => levels(did, one)).every((count) => count >= floor)).toBe(true)
      const nearest = all.reduce((least, one) => Math.min(least, off(did, one)), Infinity)
      expect(taken.map((one) => off(did, one))).toEqual(taken.map(() => nearest))
    }),
    { numRuns: 60 },
  )
  expect(found).toBeGreaterThan(10)
})

test('a limit is a number of the list whatever people did, so it is nobody’s own', () => {
  const did = Array.from({ length: 40 }, (_, n) => 4 * (n + 1) + (n % 4))
  expect(limitsOf(spread(did), 5)).toEqual({ light: 10, moderate: 20, heavy: 30 })
  // Whoever does a little more or less leaves the limits as they are.
  const moved = did.map((actions) => actions + 1)
  expect(limitsOf(spread(moved), 5)).toEqual({ light: 10, moderate: 20, heavy: 30 })
})

test('nineteen people have no limits where five may be told, nor have people who all do the same', () => {
  const many = (length: number) => Array.from({ length }, (_, n) => 4 * (10 * (n % 4) + 1))
  expect(limitsOf(spread(many(19)), 5)).toBeUndefined()
  expect(limitsOf(spread(many(20)), 5)).toBeDefined()
  expect(limitsOf(spread(Array.from({ length: 200 }, () => 40)), 5)).toBeUndefined()
})
