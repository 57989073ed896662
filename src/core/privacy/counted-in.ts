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
 * In which unit somebody's use is counted on a day: where they sit, or a unit above, such that in each
 * at least `floor` people are counted who are counted in no unit below it. Null: in none, as that of
 * people nobody placed.
 */
export function countedIn(homes: readonly Home[], floor: number): CountedIn {
  const perPerson = Map.groupBy(homes, ({ who }) => who)
  const days = new Map<Day, ReadonlyMap<string, string>>()
  const homeOn = (who: string, day: Day) =>
    perPerson.get(who)?.find(({ from, to }) => from <= day && (to === null || day <= to))?.unit
  const placesOn = (day: Day): ReadonlyMap<string, string> => {
    const known = days.get(day)
    if (known) return known
    const found = places(
      [...perPerson.keys()].flatMap((who) => homeOn(who, day) ?? []),
      floor,
    )
    days.set(day, found)
    return found
  }
  return (who, day) => placesOn(day).get(homeOn(who, day) ?? ROOT) || null
}

/** Above every unit, and none itself. */
const ROOT = ''

/**
 * Where the people of each unit are counted, from the units of everyone. Too few who are left in a unit
 * take the smallest unit below along, until they are enough; those of the last are counted above.
 */
function places(units: readonly string[], floor: number): ReadonlyMap<string, string> {
  const sizes = new Map<string, number>()
  for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1)
  const all = new Set([ROOT, ...units.flatMap(upwards)])
  // How many are counted in a unit, and of which units they are.
  const counted = new Map<string, { people: number; of: string[] }>()
  const deepest = [...all].toSorted((a, b) => depth(b) - depth(a) || (a < b ? -1 : 1))
  for (const unit of deepest) {
    const here = counted.get(unit) ?? { people: 0, of: [] }
    const own = { people: here.people + (sizes.get(unit) ?? 0), of: [...here.of, unit] }
    const below = [...counted].filter(([name]) => name !== unit && isBelow(name, unit))
    const smallest = below.toSorted(([a, x], [b, y]) => x.people - y.people || (a < b ? -1 : 1))
    while (own.people > 0 && own.people < floor) {
      const [name, taken] = smallest.shift() ?? []
      if (name === undefined || taken === undefined) break
      counted.delete(name)
      own.people += taken.people
      own.of.push(...taken.of)
    }
    counted.delete(unit)
    const enough = own.people >= floor || unit === ROOT
    const at = enough ? unit : above(unit)
    const there = counted.get(at) ?? { people: 0, of: [] }
    counted.set(at, { people: there.people + own.people, of: [...there.of, ...own.of] })
  }
  return new Map([...counted].flatMap(([at, { of }]) => of.map((unit) => [unit, at] as const)))
}

const depth = (unit: string) => (unit === ROOT ? 0 : unit.split('/').length)
const above = (unit: string) => unit.split('/').slice(0, -1).join('/')
const isBelow = (unit: string, top: string) => top === ROOT || unit.startsWith(`${top}/`)

/** A unit and every one above it, the nearest first. */
function upwards(unit: string | undefined): readonly string[] {
  const names = unit?.split('/') ?? []
  return names.map((_, above) => names.slice(0, names.length - above).join('/'))
}
