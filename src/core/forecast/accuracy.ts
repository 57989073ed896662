import { middle } from '#core/insight/middle.ts'

import type { Forecast } from './forecast.ts'

/** A forecast, and what became of it: null is not known, undefined not yet over. */
export type Kept = Forecast & { readonly id: number; readonly actual: number | null | undefined }

/** How forecasts of one kind did. */
export type Score = {
  readonly subject: Forecast['subject']
  readonly metric: Forecast['metric']
  /** Whose days are over and known. */
  readonly scored: readonly (Kept & { readonly actual: number })[]
  readonly waiting: number
  readonly unknown: number
  /** Undefined of too few. */
  readonly verdict?: Verdict
}

type Verdict = {
  /** How many had bounds, and how many came within them. */
  readonly bounded: number
  readonly inside: number
  /** The middle of how far off they were, as a part of what came. */
  readonly off: number
  /** Whether the bounds held as often as is meant, by more than chance. */
  readonly bounds: 'as meant' | 'too narrow' | 'too wide'
}

/** Of fewer nothing is said: one in five is to lie outside. */
export const FEWEST_SCORED = 8
const MEANT = 0.8

/** How forecasts did, by kind, those with most that are over first. */
export function scoresOf(kept: readonly Kept[]): readonly Score[] {
  return [...Map.groupBy(kept, ({ subject, metric }) => `${subject} ${metric}`).values()]
    .flatMap((all): readonly Score[] => {
      const [first] = all
      if (first === undefined) return []
      const scored = all.flatMap((one) =>
        one.actual === null || one.actual === undefined ? [] : [{ ...one, actual: one.actual }],
      )
      const { subject, metric } = first
      return [
        {
          subject,
          metric,
          scored,
          waiting: all.filter(({ actual }) => actual === undefined).length,
          unknown: all.filter(({ actual }) => actual === null).length,
          ...(scored.length >= FEWEST_SCORED && { verdict: verdictOf(scored) }),
        },
      ]
    })
    .toSorted((a, b) => b.scored.length - a.scored.length || (a.metric < b.metric ? -1 : 1))
}

function verdictOf(scored: Score['scored']): Verdict {
  const bounded = scored.flatMap(({ bounds, actual }) =>
    bounds === null ? [] : [{ bounds, actual }],
  )
  const inside = bounded.filter(
    ({ bounds: [low, high], actual }) => low <= actual && actual <= high,
  )
  const off = scored.map(({ value, actual }) =>
    actual === 0 ? (value === 0 ? 0 : 1) : Math.abs(value - actual) / Math.abs(actual),
  )
  const { length: n } = bounded
  const away = inside.length - MEANT * n
  const chance = 2 * Math.sqrt(n * MEANT * (1 - MEANT))
  return {
    bounded: n,
    inside: inside.length,
    off: middle(off),
    bounds: Math.abs(away) <= chance ? 'as meant' : away < 0 ? 'too narrow' : 'too wide',
  }
}
