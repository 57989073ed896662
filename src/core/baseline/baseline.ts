import type { Period } from '#core/time/period.ts'

/** Days that an admin pinned, to compare later ones with: before a roll-out, say. */
export type Baseline = Period & {
  readonly id: number
  /** The unit's path; null: the whole company. */
  readonly unit: string | null
  readonly says: string
}

/**
 * The one that numbers of a unit, or of everyone, are compared with: its own, else that of the nearest
 * unit it is in, else everyone's; of several the one pinned last.
 */
export function baselineOf(all: readonly Baseline[], unit: string | null): Baseline | undefined {
  const nearest = all
    .filter((one) => holds(one, unit))
    .toSorted((a, b) => (b.unit?.length ?? 0) - (a.unit?.length ?? 0) || b.id - a.id)
  return nearest[0]
}

const holds = ({ unit: of }: Baseline, unit: string | null): boolean =>
  of === null || of === unit || (unit?.startsWith(`${of}/`) ?? false)
