import { AFTER, BASE, changed, FEWEST_AFTER, TREND } from './before-after.ts'
import type { Found } from './found.ts'
import type { UnitTraits } from './panel.ts'
import type { Panel, Sums, UnitSeries } from './series.ts'

/** Of a unit's people, who began: so many more after than before make a start of the whole unit. */
const STARTED = 1 / 3
/** With whom it is compared: units with fewer than this who have begun, until the last week looked at. */
const FEW = 1 / 3
const MOST_BESIDE = 3

type Unit = {
  readonly unit: string
  readonly traits: UnitTraits
  readonly people: number
  /** Of its people, who has begun by each week. */
  readonly begun: readonly number[]
}

type Pair = { readonly unit: string; readonly start: number; readonly beside: readonly string[] }

/**
 * Units in which half began at once, each with up to three of the same function, place and tenure in
 * which few have. They are not chosen by how they did before: two trends made alike by choice look
 * alike whether or not they are, and what they were is then no test. It is tested instead.
 */
export function pairsOf(
  panel: Panel,
  everybody: readonly UnitSeries[],
  traits: readonly UnitTraits[],
): readonly Pair[] {
  const known = new Map(traits.map((one) => [one.unit, one]))
  const units = everybody.flatMap((series): readonly Unit[] => {
    const own = known.get(series.unit)
    if (own === undefined || own.function === null) return []
    return [{ unit: series.unit, traits: own, ...begunIn(series, panel.weeks) }]
  })
  const starts = units.flatMap((unit) => {
    const start = startOf(unit.begun, panel)
    return start === null ? [] : [{ unit, start }]
  })
  const taken = new Set(starts.map(({ unit }) => unit.unit))
  const beside = new Map<string, string[]>(starts.map(({ unit }) => [unit.unit, []]))
  // One each before anybody has two: nobody is compared with twice.
  for (let round = 0; round < MOST_BESIDE; round++)
    for (const { unit, start } of starts) {
      const last = Math.min(start + AFTER, panel.weeks) - 1
      const [best] = units
        .filter(
          (other) => !taken.has(other.unit) && alike(unit, other) && (other.begun[last] ?? 1) < FEW,
        )
        .toSorted((a, b) => far(unit, a) - far(unit, b) || (a.unit < b.unit ? -1 : 1))
      if (best === undefined) continue
      taken.add(best.unit)
      beside.get(unit.unit)?.push(best.unit)
    }
  return starts.flatMap(({ unit, start }) => {
    const others = beside.get(unit.unit) ?? []
    return others.length === 0 ? [] : [{ unit: unit.unit, start, beside: others }]
  })
}

export function byUnits(
  panel: Panel,
  series: readonly UnitSeries[],
  pairs: readonly Pair[],
): readonly Found[] {
  const own = new Map(series.map(({ unit, regular, rest }) => [unit, [regular, rest]]))
  return pairs.flatMap(({ unit, start, beside }) => {
    const others: readonly Sums[] = beside.flatMap((other) => own.get(other) ?? [])
    const change = changed({
      start,
      weeks: panel.weeks,
      began: own.get(unit) ?? [],
      notYet: () => others,
    })
    return change === null ? [] : [{ unit, ...change }]
  })
}

function begunIn({ cohorts }: UnitSeries, weeks: number): Pick<Unit, 'people' | 'begun'> {
  const countIn = (week: number, some: typeof cohorts) =>
    some.reduce((sum, { people }) => sum + (people[week] ?? 0), 0)
  const begun = Array.from({ length: weeks }, (_, week) => {
    const began = cohorts.filter(({ cohort }) => cohort !== null && cohort <= week)
    return countIn(week, began) / Math.max(countIn(week, cohorts), 1)
  })
  return { people: countIn(weeks - 1, cohorts), begun }
}

/** The week in which most began at once; null where they came one by one, or cannot be looked at. */
function startOf(begun: readonly number[], { weeks, since }: Panel): number | null {
  let [start, most]: [number | null, number] = [null, 0]
  for (let week = Math.max(since, TREND); week <= weeks - FEWEST_AFTER; week++) {
    const rise = mean(begun.slice(week, week + AFTER)) - mean(begun.slice(week - BASE, week))
    if (rise > most + 1e-9) [start, most] = [week, rise]
  }
  return most >= STARTED ? start : null
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const alike = ({ traits: a }: Unit, { traits: b }: Unit) =>
  a.function === b.function && a.location === b.location && a.tenure === b.tenure

const far = (a: Unit, b: Unit) =>
  (a.traits.band === b.traits.band ? 0 : 1) +
  Math.abs(Math.log(a.people + 1) - Math.log(b.people + 1))
