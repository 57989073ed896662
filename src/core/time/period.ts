import { addDays, type Day, daysBetween, weekday } from '#core/time/day.ts'

/** Both ends inclusive. */
export type Period = { readonly from: Day; readonly to: Day }

/** Days in a period, both ends included. */
export function length(period: Period): number {
  return daysBetween(period.from, period.to) + 1
}

export function eachDay({ from, to }: Period): Day[] {
  const days: Day[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) days.push(date)
  return days
}

/** The period of equal length that ends the day before this one starts. */
export function equalLengthBefore(period: Period): Period {
  return { from: addDays(period.from, -length(period)), to: addDays(period.from, -1) }
}

/** Days from Monday to Friday that are not holidays. */
export function workingDays(period: Period, holidays: ReadonlySet<Day> = new Set()): number {
  return eachDay(period).filter((date) => weekday(date) <= 5 && !holidays.has(date)).length
}
