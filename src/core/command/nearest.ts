/**
 * The candidates most like `value`, best first, whatever their case: those that contain it or lie
 * within it, then by edit distance. Candidates with less than half in common are left out.
 */
export function nearest(
  value: string,
  candidates: readonly string[],
  limit: number,
): readonly string[] {
  const typed = value.toLowerCase()
  return candidates
    .map((candidate) => ({ candidate, distance: unlikeness(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance < Infinity)
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}

/** 0 for equal, below 1 when one contains the other, else the edit distance; Infinity past half. */
function unlikeness(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length === 0) return Infinity
  if (long.includes(short)) return 1 - short.length / long.length
  const most = Math.floor(long.length / 2)
  if (long.length - short.length > most) return Infinity
  const distance = edits(short, long)
  return distance <= most ? distance : Infinity
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
function edits(a: string, b: string): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (last[j] ?? Infinity) + 1,
          (row[j - 1] ?? Infinity) + 1,
          (last[j - 1] ?? Infinity) + (same ? 0 : 1),
          swapped ? (beforeLast[j - 2] ?? Infinity) + 1 : Infinity,
        ),
      )
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? Infinity
}
