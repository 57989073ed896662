import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { divideHalfEven, microsFromDecimal, picosFromDecimal } from '#core/money/money.ts'

test.each([
  ['0.0125', 12_500_000_000n],
  ['1', 1_000_000_000_000n],
  ['0', 0n],
  ['.5', undefined],
  ['1e-7', 100_000n],
  ['2.5E+3', 2_500_000_000_000_000n],
  ['0.0000000000005', 0n],
  ['0.0000000000015', 2n],
  ['0.0000000000025', 2n],
  ['-1.25', -1_250_000_000_000n],
  ['$4', undefined],
  ['1,250', undefined],
  ['', undefined],
  ['NaN', undefined],
])('%s dollars are exactly %s picodollars', (text, picos) => {
  expect(picosFromDecimal(text)).toBe(picos)
})

test.each([
  [5n, 2n, 2n],
  [7n, 2n, 4n],
  [-5n, 2n, -2n],
  [2_500_001n, 1_000_000n, 3n],
])('%s ÷ %s is %s: a half goes to the even side', (dividend, divisor, quotient) => {
  expect(divideHalfEven(dividend, divisor)).toBe(quotient)
})

test('a seat price keeps its cents', () => {
  expect(microsFromDecimal('19.99')).toBe(19_990_000n)
})

test('half-even division is never off by more than half', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 12n }), (dividend, divisor) => {
      const rest = divideHalfEven(dividend, divisor) * divisor - dividend
      expect((rest < 0n ? -rest : rest) * 2n <= divisor).toBe(true)
    }),
  )
})
