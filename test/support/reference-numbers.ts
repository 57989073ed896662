/** Sums and shapes, the slow and obvious way. Imports nothing from the product. */

/** Null where nothing is known. */
export const sum = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
}

/** Half to even. */
export function micros(picos: bigint): bigint {
  const size = picos < 0n ? -picos : picos
  const [whole, rest] = [size / 1_000_000n, size % 1_000_000n]
  const up = rest > 500_000n || (rest === 500_000n && whole % 2n === 1n)
  return (picos < 0n ? -1n : 1n) * (whole + (up ? 1n : 0n))
}

/** Twenty buckets by powers of two; the last holds all above. */
export function histogram(values: readonly number[]): readonly number[] | null {
  if (values.length === 0) return null
  const buckets = Array.from({ length: 20 }, () => 0)
  for (const value of values) {
    let bucket = 0
    while (bucket < 19 && value >= 2 ** (bucket + 1)) bucket += 1
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  return buckets
}
