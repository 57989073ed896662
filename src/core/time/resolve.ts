import type { PeriodSpec } from '#core/command/command.ts'
import { UserError } from '#core/errors.ts'

import { addDays, addMonths, type Day, firstOfMonth, monday } from './day.ts'
import { equalLengthBefore, length, type Period } from './period.ts'

export type ResolvedPeriod = {
  readonly period: Period
  /** What the period is compared with; ends the day before it starts. */
  readonly previous: Period
  /** The period includes today, which is not over. */
  readonly partial: boolean
  readonly grain: 'day' | 'week'
}

export const LONGEST_DAYS = 730
const EARLIEST = '2000-01-01' as Day
/** From here on daily points are too thin to read on a phone. */
const LONGEST_DAILY = 92

/**
 * The calendar days a period means on `today` (in the workspace's zone), and what they compare with.
 * @throws UserError when the period is inverted, too long, too early or has not begun
 */
export function resolvePeriod(spec: PeriodSpec, today: Day): ResolvedPeriod {
  const period = daysOf(spec, today)
  check(period, today)
  return {
    period,
    previous:
      spec.kind === 'last-month' ? monthOf(addDays(period.from, -1)) : equalLengthBefore(period),
    partial: period.to >= today,
    grain: spec.kind === 'weeks' || length(period) > LONGEST_DAILY ? 'week' : 'day',
  }
}

/** The calendar month a day lies in. */
function monthOf(date: Day): Period {
  const from = firstOfMonth(date)
  return { from, to: addDays(addMonths(from, 1), -1) }
}

function daysOf(spec: PeriodSpec, today: Day): Period {
  switch (spec.kind) {
    case 'days':
      return { from: addDays(today, -spec.count), to: addDays(today, -1) }
    case 'weeks':
      return { from: addDays(monday(today), -7 * spec.count), to: addDays(monday(today), -1) }
    case 'last-month':
      return monthOf(addDays(firstOfMonth(today), -1))
    case 'today':
      return { from: today, to: today }
    case 'range':
      return { from: spec.from, to: spec.to }
  }
}

function check({ from, to }: Period, today: Day): void {
  if (from > to) {
    throw new UserError(`The period ${from}..${to} ends before it starts.`, `Type ${to}..${from}.`)
  }
  if (from > today) {
    throw new UserError(
      `The period ${from}..${to} has not begun: today is ${today}.`,
      'Type a period that has begun, for example 30d.',
    )
  }
  if (from < EARLIEST) {
    throw new UserError(
      `The period ${from}..${to} starts before ${EARLIEST}.`,
      'Type a later first day, for example 90d.',
    )
  }
  if (length({ from, to }) > LONGEST_DAYS) {
    throw new UserError(
      `The period ${from}..${to} is longer than ${LONGEST_DAYS} days.`,
      `Type ${addDays(to, 1 - LONGEST_DAYS)}..${to}, or ask for two shorter periods.`,
    )
  }
}
