import type { Day } from '#core/time/day.ts'

/** Where somebody sits from a day to a day; without an end, still. */
export type Home = {
  /** What stands for the person, in any form that is the same for the same person. */
  readonly who: string
  /** A path: `Sales/EMEA`. */
  readonly unit: string
  readonly from: Day
  readonly to: Day | null
}

export type CountedIn = (who: string, day: Day) => string | null

/**
 * In which unit somebody's use is counted on a day: where they sit, or the nearest unit above that at
 * least `floor` people sit in that day. Null: in none, as that of people nobody placed.
 */
export function countedIn(homes: readonly Home[], floor: number): CountedIn {
  const perPerson = Map.groupBy(homes, ({ who }) => who)
  const sizes = new Map<Day, ReadonlyMap<string, number>>()
  const homeOn = (who: string, day: Day) =>
    perPerson.get(who)?.find(({ from, to }) => from <= day && (to === null || day <= to))?.unit
  const sizesOn = (day: Day): ReadonlyMap<string, number> => {
    const known = sizes.get(day)
    if (known) return known
    const found = new Map<string, number>()
    for (const who of perPerson.keys())
      for (const unit of upwards(homeOn(who, day))) found.set(unit, (found.get(unit) ?? 0) + 1)
    sizes.set(day, found)
    return found
  }
  return (who, day) =>
    upwards(homeOn(who, day)).find((unit) => (sizesOn(day).get(unit) ?? 0) >= floor) ?? null
}

/** A unit and every one above it, the nearest first. */
function upwards(unit: string | undefined): readonly string[] {
  const names = unit?.split('/') ?? []
  return names.map((_, above) => names.slice(0, names.length - above).join('/'))
}
