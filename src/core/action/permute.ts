/** Enough to tell one in twenty; all of them where there are no more. */
const MOST = 1_000

/** Which of so many are chosen, as sets of their places: every way, or a thousand of them by a seed. */
export function permuted(of: number, chosen: number, seed: number): readonly ReadonlySet<number>[] {
  if (ways(of, chosen) <= MOST) return every(of, chosen)
  const random = drawing(seed)
  return Array.from({ length: MOST }, () => {
    const places = Array.from({ length: of }, (_, n) => n)
    // The first of a shuffle, as far as it is needed.
    for (let n = 0; n < chosen; n += 1) {
      const other = n + Math.floor(random() * (places.length - n))
      const [a = 0, b = 0] = [places[n], places[other]]
      places[n] = b
      places[other] = a
    }
    return new Set(places.slice(0, chosen))
  })
}

const ways = (n: number, k: number): number =>
  Array.from({ length: k }, (_, at) => (n - at) / (at + 1)).reduce((all, one) => all * one, 1)

function every(n: number, k: number): readonly ReadonlySet<number>[] {
  const found: ReadonlySet<number>[] = []
  const grow = (from: number, chosen: readonly number[]) => {
    if (chosen.length === k) found.push(new Set(chosen))
    else for (let at = from; at < n; at += 1) grow(at + 1, [...chosen, at])
  }
  grow(0, [])
  return found
}

/** Numbers from 0 up to 1, the same of the same seed (mulberry32, public domain). */
function drawing(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
