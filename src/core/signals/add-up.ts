import type { Day } from '#core/time/day.ts'

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

export type Given = {
  readonly members: readonly Member[]
  readonly use: ReadonlyMap<number, readonly UseWeek[]>
  /** The first Monday from which use is known. */
  readonly knownFrom: Day
  /** Mondays of later weeks of which it is not known. */
  readonly lost: ReadonlySet<Day>
  readonly worked: readonly Worked[]
}

/** How one person's numbers of one week become one, where they have several logins. */
const TOGETHER: Readonly<Record<SignalId, 'sum' | 'mean'>> = {
  prs_opened: 'sum',
  prs_merged: 'sum',
  review_hours: 'mean',
  pr_size: 'mean',
  meeting_hours: 'mean',
  focus_hours: 'mean',
}

const NOTHING: SignalSum = { people: 0, sum: 0, squares: 0 }

/**
 * People's weeks added up to units, levels of use and cohorts. Who is in no directory that week is in
 * no cell, and a week before which too little use is known to tell levels has none.
 */
export function addUp({ members, use, knownFrom, lost, worked }: Given): readonly SignalCell[] {
  const done = together(worked)
  const cohorts = new Map<number, Day | null>()
  const cells = new Map<string, SignalCell>()
  const known = new Map(
    Array.from(new Set(members.map(({ week }) => week)), (week) => [
      week,
      new Set(levelWeeks(week).filter((each) => each >= knownFrom && !lost.has(each))),
    ]),
  )
  for (const { person, week, unit } of members) {
    const looked = known.get(week)
    const weeks = looked?.size ?? 0
    if (looked === undefined || weeks < FEWEST_WEEKS) continue
    const theirs = use.get(person) ?? []
    const cohort =
      cohorts.get(person) ??
      cohortOf(
        theirs.map((each) => each.week),
        lost,
      )
    cohorts.set(person, cohort)
    const within = theirs.filter((each) => looked.has(each.week))
    const actions = within.reduce((sum, each) => sum + each.actions, 0)
    const level = levelOf({ weeks, activeWeeks: within.length, actions })
    const key = `${week} ${level} ${cohort} ${unit}`
    const cell = cells.get(key) ?? { unit, level, cohort, week, people: 0, signals: {} }
    const signals = plus(cell.signals, done.get(`${person} ${week}`) ?? {})
    cells.set(key, { ...cell, people: cell.people + 1, signals })
  }
  return [...cells.values()]
}

const plus = (
  sums: SignalCell['signals'],
  values: Readonly<Partial<Record<SignalId, number>>>,
): SignalCell['signals'] => ({
  ...sums,
  ...Object.fromEntries(
    entries(values).map(([signal, value]) => {
      const { people, sum, squares } = sums[signal] ?? NOTHING
      return [signal, { people: people + 1, sum: sum + value, squares: squares + value * value }]
    }),
  ),
})

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
        entries(known).map(([signal, values]) => {
          const sum = values.reduce((all, value) => all + value, 0)
          return [signal, TOGETHER[signal] === 'sum' ? sum : sum / values.length]
        }),
      ),
    ]),
  )
}

const entries = <Value>(record: Readonly<Partial<Record<SignalId, Value>>>) =>
  Object.entries(record) as (readonly [SignalId, Value])[]
