import type { Day } from '#core/time/day.ts'

/** Days somebody sat in a unit; the last day is of it. */
export type Home = { readonly path: string; readonly from: Day; readonly to: Day }

/** Who used AI in which month. A bit a person, in the same order in every month. */
export type MonthsOfUse = {
  /** First days of closed months, known in full, oldest first. */
  readonly months: readonly Day[]
  /** The last days of those months. */
  readonly ends: readonly Day[]
  /** By tools that are known in all of these months: who began is told by them alone. */
  readonly begun: readonly string[]
  /** By every tool. */
  readonly active: readonly string[]
  /** Tools that are known later only. */
  readonly later: readonly string[]
  /** Where people sat; null where there is no directory. */
  readonly homes: ReadonlyMap<number, readonly Home[]> | null
}

/** Those who began in one month. */
export type Cohort = {
  readonly began: Day
  readonly people: number
  /** By months after: who of them is still here, and who of these used AI. Oldest first, from the next month on. */
  readonly after: readonly { readonly here: number; readonly active: number }[]
}

export type CohortMonths = {
  readonly cohorts: readonly Cohort[]
  /** Whoever used AI in these first months began at some time before: they are in no cohort. */
  readonly before: number
  /** Of them, in the last month: who is still here, and who used AI. */
  readonly beforeNow: { readonly here: number; readonly active: number }
  readonly months: readonly Day[]
  readonly later: readonly string[]
}

/** Use is known for so long before somebody counts as new: else a month's leave would make beginners. */
const BEFORE_MONTHS = 2

/** People by the month they began in; null where too few months are known. `team`: who began in it. */
export function cohortMonths(known: MonthsOfUse, team?: string): CohortMonths | null {
  const { months, begun, active, later } = known
  if (months.length <= BEFORE_MONTHS + 1) return null
  const size = Math.max(0, ...active.map((bits) => bits.length))
  const cohorts = months.slice(BEFORE_MONTHS).map((began, n) => ({
    began,
    people: 0,
    after: months.slice(BEFORE_MONTHS + n + 1).map(() => ({ here: 0, active: 0 })),
  }))
  const last = months.length - 1
  const beforeNow = { here: 0, active: 0 }
  let before = 0
  for (let person = 0; person < size; person++) {
    const used = (bits: readonly string[], month: number) => bits[month]?.[person] === '1'
    const first = months.findIndex((_, month) => used(begun, month))
    // Seen by a tool that is known later only: nobody can say when they began.
    if (first === -1 || months.slice(0, first).some((_, month) => used(active, month))) continue
    if (!isHere(known, { person, month: first, team })) continue
    const cohort = cohorts[first - BEFORE_MONTHS]
    if (!cohort) {
      before += 1
      if (!isHere(known, { person, month: last })) continue
      beforeNow.here += 1
      if (used(active, last)) beforeNow.active += 1
      continue
    }
    cohort.people += 1
    for (const [n, cell] of cohort.after.entries()) {
      const month = first + 1 + n
      if (!isHere(known, { person, month })) continue
      cell.here += 1
      if (used(active, month)) cell.active += 1
    }
  }
  return { cohorts, before, beforeNow, months, later }
}

type Asked = { readonly person: number; readonly month: number; readonly team?: string | undefined }

/** Whether somebody sat in a unit, or in this one, when the month ended. Without a directory everyone did. */
function isHere({ homes, ends }: MonthsOfUse, { person, month, team }: Asked): boolean {
  if (homes === null) return team === undefined
  const end = ends[month]
  if (end === undefined) return false
  return (homes.get(person) ?? []).some(
    ({ path, from, to }) =>
      from <= end &&
      end <= to &&
      (team === undefined || path === team || path.startsWith(`${team}/`)),
  )
}

/** How many stayed so many months, of some cohorts together. */
export type Stayed = { readonly people: number; readonly stayed: number }

export type Compared = {
  /** Months after beginning: the same for both. */
  readonly age: number
  readonly newer: Stayed & { readonly since: Day }
  readonly older: Stayed
  /** How likely so great a difference is where there is none. */
  readonly chance: number
}

const NEWER = 3
const AGES = [3, 2, 1] as const
const FEWEST = 20

/** The last three cohorts against all before them, at each age of which both have people enough. */
export function compareCohorts({ cohorts }: CohortMonths): readonly Compared[] {
  return AGES.flatMap((age) => {
    const aged = cohorts.filter(({ after }) => after.length >= age)
    const recent = aged.slice(-NEWER)
    const [newer, older] = [stayedAt(recent, age), stayedAt(aged.slice(0, -NEWER), age)]
    const [first] = recent
    if (!first || newer.people < FEWEST || older.people < FEWEST) return []
    return [{ age, newer: { ...newer, since: first.began }, older, chance: chanceOf(newer, older) }]
  })
}

const stayedAt = (cohorts: readonly Cohort[], age: number): Stayed => {
  const cells = cohorts.flatMap(({ after }) => after[age - 1] ?? [])
  return {
    people: cells.reduce((sum, { here }) => sum + here, 0),
    stayed: cells.reduce((sum, { active }) => sum + active, 0),
  }
}

/** Fisher's exact test of two shares, both sides. */
export function chanceOf(one: Stayed, other: Stayed): number {
  const all = one.people + other.people
  const stayed = one.stayed + other.stayed
  const logs = [0]
  for (let n = 1; n <= all; n++) logs.push((logs[n - 1] ?? 0) + Math.log(n))
  const choose = (n: number, k: number) => (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0)
  const likely = (k: number) =>
    Math.exp(choose(one.people, k) + choose(other.people, stayed - k) - choose(all, stayed))
  const seen = likely(one.stayed)
  let chance = 0
  for (let k = Math.max(0, stayed - other.people); k <= Math.min(one.people, stayed); k++) {
    const each = likely(k)
    // Equal but for rounding is as far out.
    if (each <= seen * (1 + 1e-9)) chance += each
  }
  return Math.min(1, chance)
}
