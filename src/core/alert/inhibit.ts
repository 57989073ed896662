import type { Group } from './alert.ts'

export type Judged = {
  readonly group: Group
  /** Why nobody is told of it in this round; undefined: they may be. */
  readonly inhibited: 'said by a higher one' | 'no data' | undefined
}

/**
 * Step 3: what another alert says already is not said. Of a series the highest is told; and of numbers
 * of a tool that nothing is known of just now, nothing.
 */
export function inhibit(
  groups: readonly Group[],
  blind: ReadonlySet<string> = new Set(),
): readonly Judged[] {
  const highest = new Map<string, number>()
  for (const { series } of groups)
    if (series) highest.set(series.id, Math.max(series.rank, highest.get(series.id) ?? 0))
  return groups.map((group) => {
    const { series, tool, facts } = group
    if (facts !== undefined && tool !== null && blind.has(tool))
      return { group, inhibited: 'no data' }
    const lower = series !== undefined && series.rank < (highest.get(series.id) ?? 0)
    return { group, inhibited: lower ? 'said by a higher one' : undefined }
  })
}
