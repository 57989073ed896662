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
  ['usd_micros', -1_500_000, '−$1.50'],
  ['characters', 1_236_000, '1.24M'],
  ['usd_micros_each', 4_200, '$0.0042'],
  ['usd_micros_each', 42_104_999, '$42.10'],
  ['ratio', 0, '0'],
  ['ratio', 0.004, '<0.01'],
  ['ratio', 6.239, '6.24'],
  ['ratio', 12.34, '12.3'],
  ['ratio', 48_200.4, '48,200'],
  ['share', 0, '0%'],
  ['share', 0.0004, '<0.1%'],
  ['share', 0.034, '3.4%'],
  ['share', 0.314, '31%'],
  ['share', 0.999, '>99%'],
  ['share', 1, '100%'],
  ['people', 34.75, '35'],
  ['count', null, 'not known'],
  ['usd_micros', null, 'not known'],
])('%s %s is written %s', (unit, value, written) => {
  expect(formatValue(unit, value)).toBe(written)
})
