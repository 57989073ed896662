/**
 * Holm's step-down: with these in place of the p's of a family of questions, one false answer or more
 * in all of it is as rare as one was of each alone. A question that was not answered is not in it.
 */
export function holm(ps: readonly (number | null)[]): readonly (number | null)[] {
  const ranked = ps
    .flatMap((p, at) => (p === null ? [] : [{ p, at }]))
    .toSorted((a, b) => a.p - b.p)
  const adjusted = new Map<number, number>()
  let most = 0
  for (const [rank, { p, at }] of ranked.entries()) {
    most = Math.max(most, Math.min((ranked.length - rank) * p, 1))
    adjusted.set(at, most)
  }
  return ps.map((_, at) => adjusted.get(at) ?? null)
}
