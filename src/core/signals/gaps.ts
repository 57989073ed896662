import { addDays, type Day } from '#core/time/day.ts'

import { SILENT_DAYS } from './timing.ts'

/** Of how many days of a week use is known, for one tool; a week that is left out has none. */
export type CoveredWeek = { readonly tool: number; readonly week: Day; readonly days: number }

export type Gaps = {
  /** Use of these weeks may still become known: what looks at them is not decided yet. */
  readonly awaited: ReadonlySet<Day>
  /** It was not: levels are told without these weeks. */
  readonly lost: ReadonlySet<Day>
}

/** Files that are imported week by week end with the last working day. */
const ENOUGH_DAYS = 5

/**
 * The Mondays of weeks up to `through` in which some tool is not known enough that was before. One that
 * is not known any more is waited for; then it was given up, and is not missed.
 */
export function gapsOf(
  covered: readonly CoveredWeek[],
  { through, today }: { readonly through: Day; readonly today: Day },
): Gaps {
  const isAwaited = (week: Day) => addDays(week, 6 + SILENT_DAYS) >= today
  const missing = new Set<Day>()
  for (const weeks of Map.groupBy(covered, ({ tool }) => tool).values()) {
    const known = weeks.map(({ week }) => week).toSorted()
    const [first, last] = [known[0], known.at(-1)]
    if (first === undefined || last === undefined) continue
    const enough = new Set(weeks.filter(({ days }) => days >= ENOUGH_DAYS).map(({ week }) => week))
    const end = isAwaited(last) ? through : addDays(last, -7)
    for (let week = addDays(first, 7); week <= end && week <= through; week = addDays(week, 7))
      if (!enough.has(week)) missing.add(week)
  }
  return {
    awaited: new Set([...missing].filter(isAwaited)),
    lost: new Set([...missing].filter((week) => !isAwaited(week))),
  }
}
