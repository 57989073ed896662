/** A stream of numbers in [0, 1), the same for the same words: mulberry32 over an FNV-1a seed. */
export type Random = () => number

export function randomFor(...words: readonly (string | number)[]): Random {
  let state = 0x811c9dc5
  for (const char of words.join('|')) {
    state = Math.imul(state ^ char.charCodeAt(0), 0x01000193)
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('pick from an empty list')
  return item
}

/** Picks by weight. */
export function weighted<T extends string>(
  random: Random,
  weights: Readonly<Record<T, number>>,
): T {
  const entries = Object.entries(weights) as [T, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  throw new Error('weights add up to nothing')
}

/** A whole number around `mean`, at least `least`, with a long right tail (exponential). */
export function around(random: Random, mean: number, least: number): number {
  return least + Math.floor(-Math.log(1 - random()) * (mean - least + 0.5))
}
