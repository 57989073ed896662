import type { Day } from '#core/time/day.ts'

import type { SignalCell, SignalId, UsageLevel } from './panel.ts'
import { apart, below, finest, isWithin, LEVEL_GROUPS, type Mean, meanOf, weeksIn } from './told.ts'
import { levelName, SIGNAL_IDS } from './words.ts'

type Cells = readonly SignalCell[]
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
  /** No signal is known of any of these people. */
  | { readonly kind: 'nothing' }
  /** Too few for the floor; the nearest larger unit that is not, the empty path for the company. */
  | { readonly kind: 'small'; readonly instead: string | undefined }

type Asked = {
  readonly unit: string | undefined
  readonly floor: number
  /** The signal to show week by week, where it may be told. */
  readonly about?: SignalId | undefined
}

/** What may be told of a unit over weeks; `cells` are the whole company's, of those weeks alone. */
export function signalView(
  cells: Cells,
  { unit, floor, about }: Asked,
): ({ readonly kind: 'view' } & SignalView) | Nothing {
  const path = unit ?? ''
  const own = cells.filter((cell) => isWithin(cell.unit, path))
  const known = SIGNAL_IDS.filter((signal) => own.some(({ signals }) => signals[signal]))
  if (known.length === 0) return { kind: 'nothing' }
  const fine = finenessOf(cells, path, floor)
  const told = SIGNAL_IDS.filter((signal) => (fine[signal] ?? -1) >= 0)
  const signal = told.find((each) => each === about) ?? told[0]
  if (signal === undefined) return { kind: 'small', instead: larger(cells, path, floor) }
  const groups = LEVEL_GROUPS[fine[signal] ?? 0] ?? []
  const levels = groups.map((group) => ({ group, cells: ofGroup(own, group) }))
  const shown = told.filter((each) => (fine[each] ?? -1) >= (fine[signal] ?? 0))
  const weeks = weeksIn(own)
  return {
    kind: 'view',
    unit,
    weeks,
    everyone: rowOf('Everyone', own, told),
    levels: levels
      .map(({ group, cells }) => rowOf(levelName(group), cells, shown))
      .filter(({ people }) => people > 0),
    teams: teamsOf(own, path, { told, floor }),
    course: {
      signal,
      lines: levels.map(({ group, cells }) => ({
        label: levelName(group),
        values: weeks.map((week) => valueOf(cells, week, signal)),
      })),
    },
  }
}

const ofGroup = (cells: Cells, group: readonly UsageLevel[]): Cells =>
  cells.filter(({ level }) => group.includes(level))

const valueOf = (cells: Cells, week: Day, signal: SignalId): number | null =>
  meanOf(
    cells.filter((cell) => cell.week === week),
    signal,
  )?.mean ?? null

const finenessOf = (
  cells: Cells,
  path: string,
  floor: number,
): Readonly<Partial<Record<SignalId, number>>> =>
  Object.fromEntries(SIGNAL_IDS.map((signal) => [signal, finest(cells, path, { signal, floor })]))

/** The nearest unit above of which something may be told. */
function larger(cells: Cells, path: string, floor: number): string | undefined {
  if (path === '') return undefined
  const above = path.split('/').slice(0, -1).join('/')
  const told = Object.values(finenessOf(cells, above, floor)).some((fine) => fine >= 0)
  return told ? above : larger(cells, above, floor)
}

function rowOf(label: string, cells: Cells, told: readonly SignalId[]): Row {
  const means = Object.fromEntries(
    told.flatMap((signal) => {
      const mean = meanOf(cells, signal)
      return mean === null ? [] : [[signal, mean] as const]
    }),
  )
  const people = Math.round(Math.max(0, ...Object.values(means).map((mean) => mean.people)))
  return { label, people, means }
}

function teamsOf(
  own: Cells,
  path: string,
  { told, floor }: { readonly told: readonly SignalId[]; readonly floor: number },
): readonly Row[] {
  const units = below(own, path)
  if (units.size < 2) return []
  const apartBy = told.map((signal) => ({ signal, ...apart(units, 0, { signal, floor }) }))
  const rows = Array.from(units, ([unit, cells]) => {
    const signals = apartBy.flatMap(({ signal, alone }) => (alone.includes(unit) ? signal : []))
    return rowOf(
      unit === path ? `${unit}, directly` : unit.slice(path === '' ? 0 : path.length + 1),
      cells,
      signals,
    )
  })
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.people - a.people || (a.label < b.label ? -1 : 1))
  const rest: Means = Object.fromEntries(
    apartBy.flatMap(({ signal, rest: names }) => {
      const mean = meanOf(
        names.flatMap((name) => units.get(name) ?? []),
        signal,
      )
      return mean === null ? [] : [[signal, mean] as const]
    }),
  )
  const people = Math.round(Math.max(0, ...Object.values(rest).map((mean) => mean.people)))
  return people > 0 ? [...rows, { label: 'Other teams', people, means: rest }] : rows
}
