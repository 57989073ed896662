import type { Day } from '#core/time/day.ts'

import type { SignalId, UsageLevel } from './panel.ts'
import { above, LEVEL_GROUPS, type Mean, meanOf, type ToldSum, weeksIn } from './told.ts'
import { levelName, SIGNAL_IDS } from './words.ts'

type Sums = readonly ToldSum[]
type Means = Readonly<Partial<Record<SignalId, Mean>>>

/** Some people, and what is told of them. */
export type Row = {
  readonly label: string
  /** In an average week, of the signal that most is known of. */
  readonly people: number
  readonly means: Means
}

export type SignalView = {
  readonly unit: string | undefined
  readonly weeks: readonly Day[]
  readonly everyone: Row
  /** By how much people use AI; one row where that can't be told apart. */
  readonly levels: readonly Row[]
  /** The units below, largest first; those too small are one row, the last. */
  readonly teams: readonly Row[]
  /** The signal the levels are told apart by, week by week; null is a gap. */
  readonly course: {
    readonly signal: SignalId
    readonly lines: readonly {
      readonly label: string
      readonly values: readonly (number | null)[]
    }[]
  }
}

export type Nothing =
  /** Nothing was told of anybody in these weeks. */
  | { readonly kind: 'nothing' }
  /** Too few for the floor; the nearest larger unit that is not, the empty path for the company. */
  | { readonly kind: 'small'; readonly instead: string }

type Asked = {
  readonly unit: string | undefined
  /** As the policy has it now: it may have been raised since. */
  readonly floor: number
  /** The signal to show week by week, where it is told. */
  readonly about?: SignalId | undefined
}

/** What was told of a unit over some weeks; `given` is the whole company's, of those weeks alone. */
export function signalView(
  given: Sums,
  { unit, floor, about }: Asked,
): ({ readonly kind: 'view' } & SignalView) | Nothing {
  const told = given.filter(({ people }) => people >= floor)
  if (told.length === 0) return { kind: 'nothing' }
  const path = unit ?? ''
  const own = told.filter((sum) => sum.unit === path)
  const known = SIGNAL_IDS.filter((each) => own.some(({ signal }) => signal === each))
  const signal = known.find((each) => each === about) ?? known[0]
  if (signal === undefined) return { kind: 'small', instead: larger(told, path) }
  const fine = fineness(own, signal)
  const levels = (LEVEL_GROUPS[fine] ?? []).map((group) => ({ group, sums: of(own, group) }))
  const shown = known.filter((each) => fineness(own, each) >= fine)
  const weeks = weeksIn(own)
  return {
    kind: 'view',
    unit,
    weeks,
    everyone: rowOf('Everyone', everyone(own), known),
    levels: levels.map(({ group, sums }) => rowOf(levelName(group), sums, shown)),
    teams: teamsOf(told, path, floor),
    course: {
      signal,
      lines: levels.map(({ group, sums }) => ({
        label: levelName(group),
        values: weeks.map((week) => {
          const found = sums.find((sum) => sum.week === week && sum.signal === signal)
          return found ? found.sum / found.people : null
        }),
      })),
    },
  }
}

const of = (sums: Sums, levels: readonly UsageLevel[]): Sums =>
  sums.filter((sum) => sum.levels.join() === levels.join())

const everyone = (sums: Sums): Sums => of(sums, LEVEL_GROUPS[0]?.[0] ?? [])

/** The finest that is told in half of the weeks or more: it is decided anew in each. */
function fineness(own: Sums, signal: SignalId): number {
  const weeks = Map.groupBy(
    own.filter((sum) => sum.signal === signal),
    ({ week }) => week,
  )
  const told = Array.from(
    weeks.values(),
    (sums) => new Set(sums.map(({ levels }) => levels.join())),
  )
  return LEVEL_GROUPS.findLastIndex(
    (groups) =>
      2 * told.filter((week) => groups.every((group) => week.has(group.join()))).length >=
      told.length,
  )
}

/** The nearest unit above of which something is told. */
function larger(told: Sums, path: string): string {
  const next = above(path) ?? ''
  return next === '' || told.some(({ unit }) => unit === next) ? next : larger(told, next)
}

type Plain = Omit<ToldSum, 'unit' | 'levels'>

function rowOf(label: string, sums: readonly Plain[], known: readonly SignalId[]): Row {
  const means = Object.fromEntries(
    known.flatMap((signal) => {
      const mean = meanOf(sums, signal)
      return mean === null ? [] : [[signal, mean] as const]
    }),
  )
  const people = Math.round(Math.max(0, ...Object.values(means).map((mean) => mean.people)))
  return { label, people, means }
}

/** Those right below, and what is left of each week when they are taken out of the unit. */
function teamsOf(told: Sums, path: string, floor: number): readonly Row[] {
  const all = everyone(told)
  const below = all.filter(({ unit }) => above(unit) === path)
  const rows = Array.from(
    Map.groupBy(below, ({ unit }) => unit),
    ([unit, sums]) => rowOf(unit.slice(path === '' ? 0 : path.length + 1), sums, SIGNAL_IDS),
  ).toSorted((a, b) => b.people - a.people || (a.label < b.label ? -1 : 1))
  if (rows.length === 0) return []
  const parts = Map.groupBy(below, ({ week, signal }) => `${week} ${signal}`)
  const left = all
    .filter(({ unit }) => unit === path)
    .map(({ week, signal, people, sum }): Plain => {
      const taken = parts.get(`${week} ${signal}`) ?? []
      return {
        week,
        signal,
        people: taken.reduce((less, one) => less - one.people, people),
        sum: taken.reduce((less, one) => less - one.sum, sum),
      }
    })
    .filter(({ people }) => people >= floor)
  const rest = rowOf('Other teams', left, SIGNAL_IDS)
  return rest.people > 0 ? [...rows, rest] : rows
}
