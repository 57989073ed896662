import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { apportion } from '#core/why/apportion.ts'
import { FACTORS, splitChange } from '#core/why/shapley.ts'
import { type Cell, type Side, spendOf } from '#core/why/side.ts'

const cell = (model: string, tokens: number, spend: number): Cell => ({
  tool: 'chatgpt',
  model,
  tokens,
  spend,
})
const side = (people: number, ...cells: readonly Cell[]): Side => ({ people, cells, rest: {} })

const amount = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 45 }))
const anySide: fc.Arbitrary<Side> = fc
  .record({
    people: fc.integer({ min: 1, max: 100_000 }),
    cells: fc.uniqueArray(
      fc.record({
        tool: fc.constantFrom('chatgpt', 'claude'),
        model: fc.constantFrom('a', 'b', 'c', 'd'),
        tokens: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 45 })),
        spend: amount,
      }),
      { maxLength: 6, selector: ({ tool, model }) => `${tool} ${model}` },
    ),
    rest: fc.record({ bill: amount, 'no-model': amount }, { requiredKeys: [] }),
  })
  .map(({ people, ...more }) => ({ ...more, people: more.cells.length > 0 ? people : 0 }))

const together = (all: Readonly<Record<string, bigint>>) =>
  Object.values(all).reduce((sum, one) => sum + one, 0n)

describe('a change of spend', () => {
  test('is split without a remainder, whatever moved', () => {
    fc.assert(
      fc.property(anySide, anySide, (before, now) => {
        const { factors, rest } = splitChange(before, now)
        expect(together(factors) + together(rest)).toBe(
          BigInt(spendOf(now)) - BigInt(spendOf(before)),
        )
      }),
      { numRuns: 150 },
    )
  })

  test('turned round is the same split with its signs turned', () => {
    const turned = (all: Readonly<Record<string, bigint>>) =>
      Object.fromEntries(Object.entries(all).map(([key, value]) => [key, -value]))
    fc.assert(
      fc.property(anySide, anySide, (before, now) => {
        const [there, back] = [splitChange(before, now), splitChange(now, before)]
        expect(turned(back.factors)).toEqual(there.factors)
      }),
      { numRuns: 100 },
    )
  })

  test('gives nothing to what did not move', () => {
    const factor = fc.integer({ min: 2, max: 9 })
    fc.assert(
      fc.property(anySide, factor, fc.constantFrom(...FACTORS), (before, times, moved) => {
        fc.pre(before.cells.length > 0)
        const scaled = (of: 'tokens' | 'spend') => (one: Cell) => ({
          ...one,
          [of]: one[of] * times,
        })
        const more = before.cells.map(scaled('spend'))
        const used = more.map(scaled('tokens'))
        const now: Record<typeof moved, Side> = {
          people: { ...before, people: before.people * times, cells: used },
          use: { ...before, cells: used },
          prices: { ...before, cells: more },
          mix: before,
        }
        const { factors } = splitChange(before, now[moved])
        const others = FACTORS.filter((one) => one !== moved)
        expect(others.map((one) => factors[one])).toEqual([0n, 0n, 0n])
      }),
      { numRuns: 100 },
    )
  })

  test('is shared alike by two factors that moved alike', () => {
    // Twice the people, and twice the use of each.
    const { factors } = splitChange(side(10, cell('a', 100, 1000)), side(20, cell('a', 400, 4000)))
    expect(factors).toEqual({ people: 1500n, use: 1500n, mix: 0n, prices: 0n })
  })

  test('to a dearer model at the same prices is the mix alone', () => {
    const before = side(10, cell('cheap', 900, 900), cell('dear', 100, 1000))
    const now = side(10, cell('cheap', 500, 500), cell('dear', 500, 5000))
    expect(splitChange(before, now).factors).toEqual({
      people: 0n,
      use: 0n,
      mix: 3600n,
      prices: 0n,
    })
  })

  test('by a model that is new is the mix, not a price', () => {
    const before = side(10, cell('old', 1000, 1000))
    const now = side(10, cell('old', 500, 500), cell('new', 500, 5000))
    expect(splitChange(before, now).factors).toEqual({
      people: 0n,
      use: 0n,
      mix: 4500n,
      prices: 0n,
    })
  })

  test('from nothing is people: nobody was there', () => {
    const { factors } = splitChange(side(0), side(3, cell('a', 300, 900)))
    expect(factors).toEqual({ people: 900n, use: 0n, mix: 0n, prices: 0n })
  })

  test('is worked out by hand where all four move', () => {
    // 2 × 10 tokens at 1 against 3 × 20 tokens, half of them at 5: before 20, now 60 × 3 = 180.
    const before = side(2, cell('a', 20, 20))
    const now = side(3, cell('a', 30, 60), cell('b', 30, 120))
    const { factors } = splitChange(before, now)
    expect(factors).toEqual(byHand())
    expect(together(factors)).toBe(160n)
  })
})

/** The mean over all 24 orders, one by one, in floating point. */
function byHand() {
  const f = (p: number, u: number, m: number, r: number) => {
    const mix = m === 0 ? { a: 1, b: 0 } : { a: 0.5, b: 0.5 }
    const price = r === 0 ? { a: 1, b: 4 } : { a: 2, b: 4 }
    return (p === 0 ? 2 : 3) * (u === 0 ? 10 : 20) * (mix.a * price.a + mix.b * price.b)
  }
  const orders = permutations([0, 1, 2, 3])
  const sums = [0, 0, 0, 0]
  for (const order of orders) {
    const at: [number, number, number, number] = [0, 0, 0, 0]
    for (const factor of order) {
      const was = f(...at)
      at[factor] = 1
      sums[factor] = (sums[factor] ?? 0) + f(...at) - was
    }
  }
  const exact = sums.map((sum) => sum / orders.length)
  const floors = exact.map(Math.floor)
  const left = 160 - floors.reduce((a, b) => a + b, 0)
  const most = exact
    .map((value, at) => ({ at, rest: value - (floors[at] ?? 0) }))
    .toSorted((a, b) => b.rest - a.rest)
    .slice(0, left)
  for (const { at } of most) floors[at] = (floors[at] ?? 0) + 1
  return Object.fromEntries(FACTORS.map((factor, at) => [factor, BigInt(floors[at] ?? 0)]))
}

function permutations(of: readonly number[]): readonly (readonly number[])[] {
  return of.length <= 1
    ? [of]
    : of.flatMap((one) => permutations(of.filter((it) => it !== one)).map((rest) => [one, ...rest]))
}

test('what is shared out stays within one of its part, and adds up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -1000n, max: 1000n }), { minLength: 1, maxLength: 5 }),
      fc.bigInt({ min: 1n, max: 50n }),
      (parts, denominator) => {
        const total = parts.reduce((sum, part) => sum + part, 0n)
        const whole = [...parts, -(total % denominator)]
        const given = apportion(whole, denominator)
        const sum = given.reduce((all, one) => all + one, 0n)
        expect(sum * denominator).toBe(whole.reduce((all, one) => all + one, 0n))
        for (const [at, one] of given.entries()) {
          const off = one * denominator - (whole[at] ?? 0n)
          expect((off < 0n ? -off : off) < denominator).toBe(true)
          expect(whole[at] !== 0n || one === 0n).toBe(true)
        }
      },
    ),
    { numRuns: 200 },
  )
})
