import { type Day, daysBetween } from '#core/time/day.ts'

import type { SignalCell, SignalId, UsageLevel } from './panel.ts'

/** By week of the panel: how many people, and the sum of what they did. */
export type Sums = { readonly people: Float64Array; readonly sums: Float64Array }

/** `cohort` is a week of the panel, below 0 before it; null: nobody of them began. */
export type Cohort = { readonly cohort: number | null } & Sums

/** One signal in one unit. */
export type UnitSeries = {
  readonly unit: string
  /** Who uses AI most weeks, and their colleagues. */
  readonly regular: Sums
  readonly rest: Sums
  readonly cohorts: readonly Cohort[]
}

type Row = {
  readonly unit: number
  readonly week: number
  readonly cohort: number | null
  readonly cell: SignalCell
}

/** A panel with its days as numbers. */
export type Panel = {
  readonly units: readonly string[]
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
  const units = new Map<string, number>()
  for (const { unit } of cells) if (!units.has(unit)) units.set(unit, units.size)
  let weeks = 0
  const rows = cells.map((cell) => {
    const week = numberOf(cell.week)
    weeks = Math.max(weeks, week + 1)
    const cohort = cell.cohort === null ? null : numberOf(cell.cohort)
    return { unit: units.get(cell.unit) ?? 0, week, cohort, cell }
  })
  return { units: [...units.keys()], weeks, rows, since: numberOf(since) }
}

const nobody = (weeks: number): Sums => ({
  people: new Float64Array(weeks),
  sums: new Float64Array(weeks),
})

function add(to: Sums, week: number, { people, sum }: { people: number; sum: number }): void {
  to.people[week] = (to.people[week] ?? 0) + people
  to.sums[week] = (to.sums[week] ?? 0) + sum
}

/** Each unit's weeks of a signal; `people` is everybody, whether or not anything is known of them. */
export function seriesOf(panel: Panel, signal: SignalId | 'people'): readonly UnitSeries[] {
  const { weeks } = panel
  const all = panel.units.map((unit) => ({
    unit,
    regular: nobody(weeks),
    rest: nobody(weeks),
    cohorts: new Map<number | null, Cohort>(),
  }))
  for (const { unit, week, cohort, cell } of panel.rows) {
    const known = signal === 'people' ? { people: cell.people, sum: 0 } : cell.signals[signal]
    const series = all[unit]
    if (series === undefined || known === undefined || known.people === 0) continue
    add(REGULAR[cell.level] ? series.regular : series.rest, week, known)
    const own = series.cohorts.get(cohort) ?? { cohort, ...nobody(weeks) }
    series.cohorts.set(cohort, own)
    add(own, week, known)
  }
  return all.map((series) => ({ ...series, cohorts: [...series.cohorts.values()] }))
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
