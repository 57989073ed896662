import { type Day, daysBetween } from '#core/time/day.ts'

import type { SignalCell, SignalId, UsageLevel } from './panel.ts'

/** By week of the panel: how many people, and the sum of what they did. */
export type Sums = { readonly people: readonly number[]; readonly sums: readonly number[] }

/** `cohort` is a week of the panel, below 0 before it; null: nobody of them began. */
type Cohort = { readonly cohort: number | null } & Sums

/** One signal in one unit. */
export type UnitSeries = {
  readonly unit: string
  /** Who uses AI most weeks, and their colleagues. */
  readonly regular: Sums
  readonly rest: Sums
  readonly cohorts: readonly Cohort[]
}

/** `group` are the people of a unit who began in the same week. */
type Row = {
  readonly unit: number
  readonly group: number
  readonly week: number
  readonly cell: SignalCell
}

/** A panel with its days as numbers. */
export type Panel = {
  readonly units: readonly string[]
  readonly groups: readonly { readonly unit: number; readonly cohort: number | null }[]
  readonly weeks: number
  readonly rows: readonly Row[]
  /** From here on differences are counted. */
  readonly since: number
}

const REGULAR: Record<UsageLevel, boolean> = {
  power: true,
  habitual: true,
  novice: false,
  low: false,
  none: false,
}

export function numbered(cells: readonly SignalCell[], since: Day): Panel {
  const first = cells.reduce<Day>((least, { week }) => (week < least ? week : least), since)
  const numbers = new Map<Day, number>()
  const numberOf = (monday: Day) => {
    const known = numbers.get(monday)
    if (known !== undefined) return known
    const number = Math.round(daysBetween(first, monday) / 7)
    numbers.set(monday, number)
    return number
  }
  const units = new Map<string, { readonly at: number; readonly groups: Map<Day | null, number> }>()
  const groups: { readonly unit: number; readonly cohort: number | null }[] = []
  let weeks = 0
  const rows = cells.map((cell) => {
    const unit = units.get(cell.unit) ?? { at: units.size, groups: new Map<Day | null, number>() }
    if (unit.at === units.size) units.set(cell.unit, unit)
    let group = unit.groups.get(cell.cohort)
    if (group === undefined) {
      group = groups.length
      unit.groups.set(cell.cohort, group)
      groups.push({ unit: unit.at, cohort: cell.cohort && numberOf(cell.cohort) })
    }
    const week = numberOf(cell.week)
    weeks = Math.max(weeks, week + 1)
    return { unit: unit.at, group, week, cell }
  })
  return { units: [...units.keys()], groups, weeks, rows, since: numberOf(since) }
}

type Filling = { readonly people: number[]; readonly sums: number[] }

const nobody = (weeks: number): Filling => ({
  people: Array<number>(weeks).fill(0),
  sums: Array<number>(weeks).fill(0),
})

function add(to: Filling, week: number, known: { people: number; sum: number }): void {
  to.people[week] = (to.people[week] ?? 0) + known.people
  to.sums[week] = (to.sums[week] ?? 0) + known.sum
}

/** Each unit's weeks of a signal; `people` is everybody, whether or not anything is known of them. */
export function seriesOf(panel: Panel, signal: SignalId | 'people'): readonly UnitSeries[] {
  const { weeks } = panel
  const groups = panel.groups.map(({ cohort }) => ({ cohort, ...nobody(weeks) }))
  const all = panel.units.map((unit) => ({
    unit,
    regular: nobody(weeks),
    rest: nobody(weeks),
    cohorts: [] as (typeof groups)[number][],
  }))
  for (const [at, { unit }] of panel.groups.entries()) {
    const group = groups[at]
    if (group) all[unit]?.cohorts.push(group)
  }
  for (const { unit, group, week, cell } of panel.rows) {
    const known = signal === 'people' ? { people: cell.people, sum: 0 } : cell.signals[signal]
    const [series, cohort] = [all[unit], groups[group]]
    if (!series || !cohort || known === undefined || known.people === 0) continue
    add(REGULAR[cell.level] ? series.regular : series.rest, week, known)
    add(cohort, week, known)
  }
  return all
}

/** How people of one unit differ in one week, as a standard deviation; null where they do not. */
export function spreadOf(panel: Panel, signal: SignalId): number | null {
  const { units, weeks } = panel
  const [people, sums, squares] = Array.from(
    { length: 3 },
    () => new Float64Array(units.length * weeks),
  ) as [Float64Array, Float64Array, Float64Array]
  for (const { unit, week, cell } of panel.rows) {
    const known = cell.signals[signal]
    if (known === undefined) continue
    const at = unit * weeks + week
    people[at] = (people[at] ?? 0) + known.people
    sums[at] = (sums[at] ?? 0) + known.sum
    squares[at] = (squares[at] ?? 0) + known.squares
  }
  let [away, free] = [0, 0]
  for (const [at, n] of people.entries())
    if (n > 1) {
      away += (squares[at] ?? 0) - (sums[at] ?? 0) ** 2 / n
      free += n - 1
    }
  return free > 0 && away > 0 ? Math.sqrt(away / free) : null
}

/** The mean per person over some weeks, and the people in them counted once a week. */
export type Mean = { readonly people: number; readonly mean: number }

/** Over weeks `from` to before `to` of all these groups together; null where nobody is. */
export function meanOf(groups: readonly Sums[], from: number, to: number): Mean | null {
  let [people, sum] = [0, 0]
  for (const { people: n, sums } of groups)
    for (let week = Math.max(from, 0); week < to; week++) {
      people += n[week] ?? 0
      sum += sums[week] ?? 0
    }
  return people > 0 ? { people, mean: sum / people } : null
}

/** What a comparison of two groups weighs: as good as so many people on each of two sides. */
export const weightOf = (a: number, b: number): number => (a * b) / (a + b)
