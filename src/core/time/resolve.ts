import type { PeriodSpec, Versus } from '#core/command/command.ts'
import { UserError } from '#core/errors.ts'

import { addDays, addMonths, type Day, firstOfMonth, monday } from './day.ts'
import type { Grain } from './grain.ts'
import { equalLengthBefore, length, type Period } from './period.ts'

export type ResolvedPeriod = {
  readonly period: Period
  /** What the period is compared with: the days just before it, unless others were asked for. */
  readonly previous: Period
  /** The period includes today, which is not over. */
  readonly partial: boolean
  readonly grain: Grain
}

export const LONGEST_DAYS = 730
const EARLIEST = '2000-01-01' as Day
/** From here on daily points are too thin to read on a phone. */
const LONGEST_DAILY = 92

type Versed = {
  readonly vs?: Versus
  readonly per?: Grain
  /** What is pinned. */
  readonly baseline?: Period
}

/**
 * The calendar days a period means on `today` (in the workspace's zone), and what they compare with.
 * @throws UserError when one of the two is inverted, too long, too early or has not begun, or they overlap
 */
export function resolvePeriod(
  spec: PeriodSpec,
  today: Day,
  { vs, per, baseline }: Versed = {},
): ResolvedPeriod {
  const period = daysOf(spec, today)
  check(period, today)
  return {
    period,
    previous: vs ? versus(vs, { period, spec, today, baseline }) : before(period, spec),
    partial: period.to >= today,
    grain: per ?? (isWeekly(spec, period, vs) ? 'week' : 'day'),
  }
}

/** Beside a baseline, which has as many days as it has, each day counts by itself. */
const isWeekly = (spec: PeriodSpec, period: Period, vs: Versus | undefined): boolean =>
  (spec.kind === 'weeks' && vs?.kind !== 'baseline') || length(period) > LONGEST_DAILY

function before(period: Period, spec: PeriodSpec): Period {
  return spec.kind === 'last-month' ? monthOf(addDays(period.from, -1)) : equalLengthBefore(period)
}

type Compared = {
  readonly period: Period
  readonly spec: PeriodSpec
  readonly today: Day
  readonly baseline: Period | undefined
}

function versus(vs: Versus, compared: Compared): Period {
  const { period, today } = compared
  const previous = daysAgainst(vs, compared)
  check(previous, today, 'The comparison period')
  if (previous.to < period.from || previous.from > period.to) return previous
  throw new UserError(
    `${previous.from}..${previous.to} shares days with ${period.from}..${period.to}, so they cannot be compared.`,
    'Compare with vs:last year, or with days before the period.',
  )
}

function daysAgainst(vs: Versus, { period, spec, baseline }: Compared): Period {
  switch (vs.kind) {
    case 'last-year':
      // Weeks stay whole weeks.
      return spec.kind === 'weeks'
        ? { from: addDays(period.from, -364), to: addDays(period.to, -364) }
        : monthsEarlier(period, 12)
    case 'last-month':
      return monthsEarlier(period, 1)
    case 'range':
      return { from: vs.from, to: vs.to }
    case 'baseline': {
      if (baseline) return { from: baseline.from, to: baseline.to }
      throw new UserError(
        'No baseline is pinned for it.',
        'Pin its days first: baseline pin 2026-06-01..2026-08-31 "before Copilot".',
      )
    }
  }
}

/** The same days of the month; what ends with its month ends with that one. */
function monthsEarlier({ from, to }: Period, months: number): Period {
  const last = monthOf(addMonths(firstOfMonth(to), -months)).to
  const ends = to === monthOf(to).to
  return { from: addMonths(from, -months), to: ends ? last : addMonths(to, -months) }
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

function check({ from, to }: Period, today: Day, what = 'The period'): void {
  if (from > to) {
    throw new UserError(`${what} ${from}..${to} ends before it starts.`, `Type ${to}..${from}.`)
  }
  if (from > today) {
    throw new UserError(
      `${what} ${from}..${to} has not begun: today is ${today}.`,
      'Type a period that has begun, for example 30d.',
    )
  }
  if (from < EARLIEST) {
    throw new UserError(
      `${what} ${from}..${to} starts before ${EARLIEST}.`,
      'Type a later first day, for example 90d.',
    )
  }
  if (length({ from, to }) > LONGEST_DAYS) {
    throw new UserError(
      `${what} ${from}..${to} is longer than ${LONGEST_DAYS} days.`,
      `Type ${addDays(to, 1 - LONGEST_DAYS)}..${to}, or ask for two shorter periods.`,
    )
  }
}
