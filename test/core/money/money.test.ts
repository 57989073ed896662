import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  divideHalfEven,
  formatUsd,
  microsFromDecimal,
  microsFromPicos,
  picosFromDecimal,
} from '#core/money/money.ts'

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
  [1_500_000n, 2n],
  [2_500_000n, 2n],
  [2_500_001n, 3n],
  [-2_500_000n, -2n],
])('%s picodollars round half-even to %s micro-dollars', (picos, micros) => {
  expect(microsFromPicos(picos)).toBe(micros)
})

test('a seat price keeps its cents', () => {
  expect(microsFromDecimal('19.99')).toBe(19_990_000n)
})

test.each([
  [4_210_000_000, '$4,210'],
  [4_210_550_000, '$4,211'],
  [12_340_000, '$12.34'],
  [12_300_000, '$12.30'],
  [3_000_000, '$3'],
  [-3_000_000, '−$3'],
  [4_000, '$0.004'],
  [4_560, '$0.0046'],
  [9_999, '$0.01'],
  [250_000, '$0.25'],
  [12, '$0.000012'],
  [1, '$0.000001'],
  [0, '$0'],
  [999_994_999, '$999.99'],
  [999_996_000, '$1,000'],
  [1_234_567_890_123_456n, '$1,234,567,890'],
])('%s micro-dollars read %s', (micros, text) => {
  expect(formatUsd(micros)).toBe(text)
})

test.each([
  [1_234_000_000_000, '$1.2M'],
  [1_000_000_000_000, '$1M'],
  [4_210_000_000, '$4.2K'],
  [999_960_000_000, '$1M'],
  [12_340_000, '$12.34'],
  [-1_234_000_000_000, '−$1.2M'],
  [2_000_000_000_000_000, '$2B'],
])('%s micro-dollars read %s where room is short', (micros, text) => {
  expect(formatUsd(micros, 'compact')).toBe(text)
})

test('half-even division is never off by more than half', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 12n }), (dividend, divisor) => {
      const rest = divideHalfEven(dividend, divisor) * divisor - dividend
      expect((rest < 0n ? -rest : rest) * 2n <= divisor).toBe(true)
    }),
  )
})
