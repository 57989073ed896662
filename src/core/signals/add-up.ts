import { addDays, type Day } from '#core/time/day.ts'

import type { SignalCell, SignalId, SignalSum } from './panel.ts'
import { cohortOf, FEWEST_WEEKS, levelOf, levelWeeks } from './segment.ts'

/** Someone in a directory in one week, by number, and their home unit on its Monday. */
export type Member = { readonly person: number; readonly week: Day; readonly unit: string }

/** What someone did with AI in one week; a week that is left out had none. */
export type UseWeek = { readonly week: Day; readonly actions: number }

/** What one person did in one week, as one source counts it. */
export type Worked = {
  readonly person: number
  readonly week: Day
  readonly signals: Readonly<Partial<Record<SignalId, number>>>
}

/** Of some people, all there is of each. */
export type Given = {
  readonly members: readonly Member[]
  readonly use: ReadonlyMap<number, readonly UseWeek[]>
  readonly worked: readonly Worked[]
  /** The Mondays of weeks in which someone was on leave from Monday to Friday; who is left out, in none. */
  readonly away?: ReadonlyMap<number, ReadonlySet<Day>>
}

export type Known = {
  /** The first Monday from which use is known. */
  readonly knownFrom: Day
  /** Mondays of later weeks of which it is not known. */
  readonly lost: ReadonlySet<Day>
  /** The first week of the panel: who began earlier began before it, whenever. Null: nobody asks who began. */
  readonly panelFrom: Day | null
}

const WAYS = {
  sum: (values: readonly number[]) => values.reduce((all, value) => all + value, 0),
  mean: (values: readonly number[]) => WAYS.sum(values) / values.length,
  most: (values: readonly number[]) => Math.max(...values),
  least: (values: readonly number[]) => Math.min(...values),
}

/**
 * How one person's numbers of one week become one, where they have several logins or sources. Of
 * calendars the fullest counts: meetings are copied from one to the other, and a second may be unused.
 */
const TOGETHER: Readonly<Record<SignalId, keyof typeof WAYS>> = {
  prs_opened: 'sum',
  prs_merged: 'sum',
  review_hours: 'mean',
  pr_size: 'mean',
  meeting_hours: 'most',
  focus_hours: 'least',
}

/**
 * Adds people's weeks up to units, levels of use and cohorts, however many people at a time. Who is in
 * no directory that week is in no cell, nor who was away all of it; and a week before which too little
 * use is known to tell levels has none. Weeks away say nothing of a level, nor of when someone began.
 */
export function addingUp({ knownFrom, lost, panelFrom }: Known) {
  const looks = new Map<Day, ReadonlySet<Day>>()
  const lookedAt = (week: Day) => {
    const looked =
      looks.get(week) ??
      new Set(levelWeeks(week).filter((each) => each >= knownFrom && !lost.has(each)))
    looks.set(week, looked)
    return looked
  }
  const began = (use: readonly UseWeek[], away: ReadonlySet<Day>): Day | null => {
    if (panelFrom === null) return null
    const cohort = cohortOf(
      use.map(({ week }) => week),
      away.size === 0 ? lost : lost.union(away),
    )
    return cohort !== null && cohort < panelFrom ? addDays(panelFrom, -7) : cohort
  }
  const cells = emptyCells()
  return {
    add({ members, use, worked, away }: Given): void {
      const done = together(worked)
      const awayOf = (person: number) => away?.get(person) ?? NEVER
      const cohorts = new Map(
        Array.from(use, ([person, theirs]) => [person, began(theirs, awayOf(person))]),
      )
      for (const { person, week, unit } of members) {
        const gone = awayOf(person)
        if (gone.has(week)) continue
        const looked = gone.size === 0 ? lookedAt(week) : lookedAt(week).difference(gone)
        const weeks = looked.size
        if (weeks < FEWEST_WEEKS) continue
        const within = (use.get(person) ?? []).filter((each) => looked.has(each.week))
        const actions = within.reduce((sum, each) => sum + each.actions, 0)
        const level = levelOf({ weeks, activeWeeks: within.length, actions })
        const cell = cells.at({ unit, level, week, cohort: cohorts.get(person) ?? null })
        cell.people += 1
        for (const [signal, value] of entries(done.get(`${person} ${week}`) ?? {}))
          more((cell.signals[signal] ??= { people: 0, sum: 0, squares: 0 }), value)
      }
    },
    cells: (): readonly SignalCell[] => cells.all(),
  }
}

const NEVER: ReadonlySet<Day> = new Set()

type Sum = { -readonly [Key in keyof SignalSum]: SignalSum[Key] }
type Place = Pick<SignalCell, 'unit' | 'level' | 'cohort' | 'week'>
type Filling = Place & { people: number; readonly signals: Partial<Record<SignalId, Sum>> }

/** There are as many as there are people, where units are small: they are found by number. */
function emptyCells() {
  const numbers = new Map<string | null, number>()
  const numberOf = (one: string | null) => {
    const number = numbers.get(one) ?? numbers.size
    numbers.set(one, number)
    return number
  }
  const units = new Map<string, Map<number, Filling>>()
  return {
    at(place: Place): Filling {
      const own = units.get(place.unit) ?? new Map<number, Filling>()
      units.set(place.unit, own)
      const [week, cohort, level] = [place.week, place.cohort, place.level].map(numberOf)
      const key = ((week ?? 0) * MOST_NAMES + (cohort ?? 0)) * MOST_NAMES + (level ?? 0)
      const cell = own.get(key) ?? { ...place, people: 0, signals: {} }
      own.set(key, cell)
      return cell
    },
    all: () => Array.from(units.values(), (own) => [...own.values()]).flat(),
  }
}

/** Weeks and levels: a thousand years of them are fewer. */
const MOST_NAMES = 2 ** 16

function more(to: Sum, value: number): void {
  to.people += 1
  to.sum += value
  to.squares += value * value
}

function together(worked: readonly Worked[]): ReadonlyMap<string, Worked['signals']> {
  const lists = new Map<string, Partial<Record<SignalId, number[]>>>()
  for (const { person, week, signals } of worked) {
    const key = `${person} ${week}`
    const known = lists.get(key) ?? {}
    for (const [signal, value] of entries(signals)) (known[signal] ??= []).push(value)
    lists.set(key, known)
  }
  return new Map(
    Array.from(lists, ([key, known]) => [
      key,
      Object.fromEntries(
        entries(known).map(([signal, values]) => [signal, WAYS[TOGETHER[signal]](values)]),
      ),
    ]),
  )
}

const entries = <Value>(record: Readonly<Partial<Record<SignalId, Value>>>) =>
  Object.entries(record) as (readonly [SignalId, Value])[]
