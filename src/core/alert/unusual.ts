import { normalBeyond } from '#core/digest/spread.ts'
import { middle } from '#core/insight/middle.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { type Beside, besideOthers, FEWEST, logsOf, out, WEEKS, type Weekdays } from './beside.ts'
import type { DayValue } from './crossing.ts'

/** The days of what is looked at, or of a team it is compared with; `team` is its path. */
export type Line = { readonly team: string | null; readonly days: readonly DayValue[] }

/** `beside`: null where too few others are known to be compared with. */
export type UnusualDay = {
  readonly line: Line
  readonly day: Day
  readonly beside: Beside | null
}

/** As often as a deviation that large happens by chance, nobody would be woken in a year. */
const DEVIATIONS = 5
/** All looks of a year together, if noise were as it is in books. */
const FALSE_ALARMS_A_YEAR = 0.1
const DAYS_A_YEAR = 365
/** A normal deviation is so many median ones. */
const OF_MEDIAN = 1.4826
/** What doubles a small number is no news: $100, or 100 messages. One day of one team must be more. */
const FLOOR = 100
const FLOOR_OF_TEAM = 250
const MICROS = 1_000_000

export type Looking = {
  /** What is looked at, each day; the others are only compared with. */
  readonly watched: readonly Line[]
  readonly others: readonly Line[]
  readonly floor: 'money' | 'count'
}

/** Whether there is enough history for `unusualDays` to say anything of the last day. */
export function hasBaseline(days: readonly DayValue[]): boolean {
  const last = days.at(-1)
  if (last === undefined) return false
  const values = valuesOf(days)
  return weekdaysBefore(last.day).filter((day) => values.has(day)).length >= FEWEST
}

/**
 * Days far above the same weekday of the weeks before, where enough of those are known, and far above
 * them still without what moved the other teams that day: what everyone shares (a price, a holiday, a
 * release) is news of no team. More looks ask for more.
 */
export function unusualDays({ watched, others, floor }: Looking): readonly UnusualDay[] {
  const lines = [...watched, ...others].map((line) => ({ line, values: valuesOf(line.days) }))
  const one = floor === 'money' ? MICROS : 1
  const days = [...new Set(watched.flatMap((line) => line.days.map(({ day }) => day)))]
  return days.flatMap((day): readonly UnusualDay[] => {
    const before = weekdaysBefore(day)
    const all = lines.map(({ line, values }) => weekdaysOf(day, before, { values, line }))
    const judged = watched.flatMap((line, n) => {
      const look = all[n]
      return look && look.now !== null && look.before.length >= FEWEST ? [{ line, look }] : []
    })
    const bar = normalBeyond(FALSE_ALARMS_A_YEAR / (Math.max(1, judged.length) * DAYS_A_YEAR))
    const above = judged.filter(
      ({ look }) =>
        isAbove(look, (look.team === null ? FLOOR : FLOOR_OF_TEAM) * one) &&
        out(logsOf(look, one)) >= bar,
    )
    if (above.length === 0) return []
    const compared = besideOthers(all, one)
    return above.flatMap(({ line, look }): readonly UnusualDay[] => {
      const found = compared.get(look)
      if (!found) return [{ line, day, beside: null }]
      // As it would be, had it changed as the others did.
      const usual = look.usual * (1 + found.beside.change)
      const stands = found.out >= bar && isMore({ ...look, usual }, FLOOR_OF_TEAM * one)
      return stands ? [{ line, day, beside: found.beside }] : []
    })
  })
}

const valuesOf = (days: readonly DayValue[]): ReadonlyMap<Day, number> =>
  new Map(days.flatMap(({ day, value }) => (value === null ? [] : [[day, value] as const])))

const weekdaysBefore = (day: Day): readonly Day[] =>
  Array.from({ length: WEEKS }, (_, n) => addDays(day, -7 * (WEEKS - n)))

type Known = { readonly line: Line; readonly values: ReadonlyMap<Day, number> }

function weekdaysOf(day: Day, weekdays: readonly Day[], { line, values }: Known): Weekdays {
  const weeks = weekdays.map((one) => values.get(one) ?? null)
  const before = weeks.filter((value) => value !== null)
  return { team: line.team, weeks, before, now: values.get(day) ?? null, usual: middle(before) }
}

function isAbove(look: Weekdays, least: number): boolean {
  const { now, before, usual } = look
  const spread = OF_MEDIAN * middle(before.map((value) => Math.abs(value - usual)))
  return isMore(look, least) && (now ?? 0) - usual > DEVIATIONS * spread
}

function isMore({ now, usual }: Pick<Weekdays, 'now' | 'usual'>, least: number): boolean {
  const above = (now ?? 0) - usual
  return above >= least && above > usual / 2
}
