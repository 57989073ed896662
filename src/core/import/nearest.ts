/** Edits (insert, delete, replace, swap of neighbours) between two words. */
function distance(a: string, b: string): number {
  let [older, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (older[j - 2] ?? 0) + 1
          : Infinity
      row.push(Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped))
    }
    ;[older, last] = [last, row]
  }
  return last[b.length] ?? 0
}

const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The known word most like `word`; undefined when none is near. Case and separators do not count. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = plain(word).slice(0, 64)
  if (wanted === '') return undefined
  const scored = known.map((name) => {
    const candidate = plain(name)
    const within = wanted.length >= 4 && candidate.includes(wanted)
    return { name, score: within ? 0.5 : distance(wanted, candidate) }
  })
  const best = scored.toSorted((a, b) => a.score - b.score)[0]
  return best && best.score <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : undefined
}
