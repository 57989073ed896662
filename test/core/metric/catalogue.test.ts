import { expect, test } from 'vitest'

import { catalogue } from '#core/metric/catalogue.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Unit, Value } from '#core/metric/metric.ts'

test('each metric is listed under its own id and says what it leaves out', () => {
  for (const [id, metric] of Object.entries(catalogue)) {
    expect(metric.id).toBe(id)
    expect(metric.counts.length * metric.doesNotCount.length).toBeGreaterThan(0)
    expect(metric.format(1_234_567)).toBe(formatValue(metric.unit, 1_234_567))
  }
})

test.each<[Unit, Value, string]>([
  ['count', 0, '0'],
  ['count', 1_234_567, '1,234,567'],
  ['people', 1204, '1,204'],
  ['tokens', 99_999, '99,999'],
  ['tokens', 100_000, '100k'],
  ['tokens', 999_499, '999k'],
  ['tokens', 999_500, '1M'],
  ['tokens', 1_236_000, '1.24M'],
  ['tokens', 999_499_999, '999M'],
  ['tokens', 12_340_000_000, '12.3B'],
  ['tokens', 9_007_199_254_740_991, '9010T'],
  ['usd_micros', 0, '$0'],
  ['usd_micros', 1, '<$0.01'],
  ['usd_micros', 10_000, '$0.01'],
  ['usd_micros', 42_104_999, '$42.10'],
  ['usd_micros', 99_994_999, '$99.99'],
  ['usd_micros', 99_995_000, '$100'],
  ['usd_micros', 4_210_400_000, '$4,210'],
  ['usd_micros', -1_500_000, '-$1.50'],
  ['count', null, 'not known'],
  ['usd_micros', null, 'not known'],
])('%s %s is written %s', (unit, value, written) => {
  expect(formatValue(unit, value)).toBe(written)
})
