import { addDays, addMonths, type Day, firstOfMonth, weekday } from '#core/time/day.ts'
import { eachDay, type Period } from '#core/time/period.ts'

const SATURDAY = 6

/** Vendors' days are final after so many more: what has closed is told on the day after that. */
export const FINAL_AFTER_DAYS = 3

/**
 * The pieces of a month that are published as they close: its Monday weeks, cut at the month's ends.
 * A cut that leaves a weekend or a single working day is not made, since too few are in it: those days
 * go with the week beside them in the month. What was `told` already stays cut as it was.
 */
export function piecesOf(month: Day, told: readonly Period[] = []): readonly Period[] {
  const to = lastOfMonth(month)
  const pieces: { from: Day; to: Day }[] = []
  for (let from = month; from <= to;) {
    const sunday = addDays(from, 7 - weekday(from))
    const piece = { from, to: sunday < to ? sunday : to }
    const last = pieces.at(-1)
    if (last && (isQuiet(last) || isQuiet(piece))) last.to = piece.to
    else pieces.push(piece)
    from = addDays(piece.to, 1)
  }
  if (told.length === 0) return pieces
  const inside = told.filter(({ from }) => from >= month && from <= to)
  const rest = pieces.flatMap((piece): readonly Period[] => {
    const known = inside.filter(({ from }) => from >= piece.from && from <= piece.to)
    const last = known
      .map((period) => period.to)
      .toSorted()
      .at(-1)
    const from = last === undefined ? piece.from : addDays(last, 1)
    return from <= piece.to ? [{ from, to: piece.to }] : []
  })
  return [...inside, ...rest].toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/** What closes next, and the first day it can be told on; not before `from`. */
export function nextTold(today: Day, from?: Day): { readonly piece: Period; readonly on: Day } {
  const open = addDays(today, -FINAL_AFTER_DAYS)
  const start = from !== undefined && from > open ? from : open
  const month = firstOfMonth(start)
  const piece = piecesOf(month).find(({ to }) => to >= start) ?? { from: start, to: start }
  return { piece, on: addDays(piece.to, FINAL_AFTER_DAYS + 1) }
}

/** No more than one working day. */
const isQuiet = (piece: Period): boolean =>
  eachDay(piece).filter((day) => weekday(day) < SATURDAY).length <= 1

export const lastOfMonth = (month: Day): Day => addDays(addMonths(firstOfMonth(month), 1), -1)

export const nextMonth = (month: Day): Day => addMonths(firstOfMonth(month), 1)

/**
 * How a piece is cut, finest first: each day; weekends with the Friday or Monday beside them; the
 * Monday week and what goes with it; not at all. Each way can be added up to the next.
 */
export function blocksOf(piece: Period): readonly (readonly Period[])[] {
  const days = eachDay(piece).map((day) => ({ from: day, to: day }))
  const cut = weeksIn(piece)
  const runs: { from: Day; to: Day }[] = []
  for (const { from, to } of days) {
    const last = runs.at(-1)
    const joins = last && (weekday(from) >= SATURDAY || weekday(last.to) >= SATURDAY)
    if (joins && !(cut.length > 1 && weekday(from) === 1)) last.to = to
    else runs.push({ from, to })
  }
  return [days, runs, ...(cut.length > 1 ? [cut] : []), [piece]]
}

/** A piece cut at its Mondays. */
export function weeksIn(piece: Period): readonly Period[] {
  const weeks: { from: Day; to: Day }[] = []
  for (const day of eachDay(piece)) {
    const last = weeks.at(-1)
    if (last && weekday(day) !== 1) last.to = day
    else weeks.push({ from: day, to: day })
  }
  return weeks
}

/** So long after it ended, a month may still be told again. */
const RESTATED_DAYS = 35

/** The last day on which a month may be told again. */
export const restatedUntil = (month: Day): Day => addDays(lastOfMonth(month), RESTATED_DAYS)

/** The first day that may still be told again. */
export function firstRestatable(today: Day): Day {
  const month = firstOfMonth(today)
  for (const earlier of [addMonths(month, -2), addMonths(month, -1)])
    if (restatedUntil(earlier) >= today) return earlier
  return month
}
