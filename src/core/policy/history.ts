import { addDays, type Day, dayAt, daysBetween } from '#core/time/day.ts'

import type { PolicyVersion } from './book.ts'
import { DEFAULT_POLICY, type Policy, stricter } from './policy.ts'

/** A policy and the day it took effect, oldest first; before the first, the default held. */
export type Dated = { readonly from: Day; readonly policy: Policy }

/** A weaker policy counts from the day after: what was used on its day was used under the old one too. */
export function dated(
  history: readonly Pick<PolicyVersion, 'at' | 'policy' | 'weaker'>[],
  zone: string,
): readonly Dated[] {
  return history.map(({ at, policy, weaker }) => {
    const day = dayAt(at, zone)
    return { from: weaker.length > 0 ? addDays(day, 1) : day, policy }
  })
}

/** What holds for what was recorded since a day: nothing that was promised then is taken back. */
export function promisedSince(day: Day, history: readonly Dated[]): Policy {
  const later = history.filter(({ from }) => from > day)
  const then = history.findLast(({ from }) => from <= day)?.policy ?? DEFAULT_POLICY
  return later.reduce((held, { policy }) => stricter(held, policy), then)
}

/**
 * How many days of use are kept today; undefined: all. A longer time than was promised counts only for
 * the days since it was allowed.
 */
export function useDays(today: Day, history: readonly Dated[]): number | undefined {
  const versions = [{ from: undefined, policy: DEFAULT_POLICY }, ...history]
  const firstKept = versions.flatMap(({ policy }, at): Day[] => {
    const { use } = policy.retention
    if (use === 'forever') return []
    const cutoff = addDays(today, -use)
    // Days that came before the next version were recorded under this one, or under an older one.
    const ended = versions[at + 1]?.from
    return [ended !== undefined && ended < cutoff ? ended : cutoff]
  })
  const latest = firstKept.toSorted().at(-1)
  return latest === undefined ? undefined : daysBetween(latest, today)
}
