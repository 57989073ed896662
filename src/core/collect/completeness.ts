import { dayNumber } from '#core/time/day-number.ts'
import { addDays, type Day, daysBetween } from '#core/time/day.ts'

/** What a day of a source came to as it was known at an instant (epoch milliseconds), until the next. */
export type Seen = {
  readonly tool: string
  readonly source: string
  readonly day: Day
  readonly at: number
  readonly messages: number
  readonly tokens: number
  /** Micro-dollars. */
  readonly micros: number
}

export type Amount = 'messages' | 'tokens' | 'micros'

/** How much of something is usually in by now: of how many cases; undefined where they are too few. */
export type Share = { readonly share: number | undefined; readonly seen: number }

const DAY_MS = 86_400_000
/** What a day came to by then is taken for its last word. */
const SETTLED_DAYS = 14
/** Of fewer days, or weeks, nothing is said. */
export const FEWEST_DAYS = 14
export const FEWEST_WEEKS = 4

/** One source's days, or those of several as one; each day's entries by instant. */
export type History = ReadonlyMap<Day, readonly Seen[]>

export const historyOf = (seen: readonly Seen[]): History =>
  new Map(
    [...Map.groupBy(seen, ({ day }) => day)].map(([day, all]) => [
      day,
      all.toSorted((a, b) => a.at - b.at),
    ]),
  )

const endOf = (day: Day): number => (dayNumber(day) + 1) * DAY_MS

/** What was known of a day at an instant: the last word of each source; undefined while there was none. */
function known(
  entries: readonly Seen[] | undefined,
  { at, amount }: { readonly at: number; readonly amount: Amount },
): number | undefined {
  const last = new Map<string, number>()
  for (const one of entries ?? []) if (one.at <= at) last.set(one.source, one[amount])
  return last.size === 0 ? undefined : [...last.values()].reduce((sum, value) => sum + value, 0)
}

type Case = { readonly early: number; readonly final: number }

/** A day as it was known at this age, and its last word; undefined where either is not known. */
function caseOf(
  history: History,
  day: Day,
  { age, now, amount }: { readonly age: number; readonly now: number; readonly amount: Amount },
): Case | undefined {
  const entries = history.get(day)
  if (endOf(day) + SETTLED_DAYS * DAY_MS > now) return undefined
  const early = known(entries, { at: endOf(day) + age, amount })
  const final = known(entries, { at: now, amount })
  return early === undefined || final === undefined ? undefined : { early, final }
}

type AsOf = { readonly now: number; readonly amount: Amount }

/**
 * How much of a day of this one's age is usually in by now: the middle of the settled days that were known
 * by that age, each counted by what it came to.
 */
export function dayShare(history: History, day: Day, { now, amount }: AsOf): Share {
  const age = now - endOf(day)
  const cases = [...history.keys()].flatMap(
    (one) => caseOf(history, one, { age, now, amount }) ?? [],
  )
  return shareOf(cases, FEWEST_DAYS)
}

/** The same of a whole week: settled weeks as they were known when they were as old as this one is. */
export function weekShare(history: History, monday: Day, { now, amount }: AsOf): Share {
  const [first = monday] = [...history.keys()].toSorted()
  const before = Math.ceil(daysBetween(first, monday) / 7)
  const cases = Array.from({ length: Math.max(0, before) }, (_, n) => {
    const days = Array.from({ length: 7 }, (_, at) => {
      const day = addDays(monday, at)
      const of = { age: now - endOf(day), now, amount }
      return caseOf(history, addDays(day, -7 * (n + 1)), of) ?? []
    }).flat()
    return days.length === 7 ? [sum(days)] : []
  }).flat()
  return shareOf(cases, FEWEST_WEEKS)
}

const sum = (cases: readonly Case[]): Case => ({
  early: cases.reduce((total, one) => total + one.early, 0),
  final: cases.reduce((total, one) => total + one.final, 0),
})

function shareOf(cases: readonly Case[], fewest: number): Share {
  const each = cases.filter(({ final }) => final > 0)
  if (each.length < fewest) return { share: undefined, seen: each.length }
  const sorted = each
    .map(({ early, final }) => ({ share: early / final, weight: final }))
    .toSorted((a, b) => a.share - b.share)
  const half = sorted.reduce((total, { weight }) => total + weight, 0) / 2
  let below = 0
  const middle = sorted.find(({ weight }) => (below += weight) >= half)
  return { share: middle?.share ?? 1, seen: each.length }
}

/** Whether a settled day ever came to more than was first known of it. */
export const everGrew = (history: History, { now, amount }: AsOf): boolean =>
  [...history.values()].some((entries) => {
    const [first] = entries
    const then = first && known(entries, { at: first.at, amount })
    return then !== undefined && then < (known(entries, { at: now, amount }) ?? 0)
  })
