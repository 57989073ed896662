import type { Measurement, Point, Unit, Value } from '#core/metric/metric.ts'
import { addsUp, isStock } from '#core/metric/unit.ts'
import { addDays } from '#core/time/day.ts'
import { length, type Period } from '#core/time/period.ts'

import { type Span, usualRange, workedDays } from './usual-range.ts'

/** What a comparison rests on. */
export type Basis = {
  /** Day pairs compared, and how many there are in the shorter period. */
  readonly days: number
  readonly of: number
  readonly workingDays: { readonly now: number; readonly before: number }
  /** True when the numbers are divided by their working days first. */
  readonly perWorkingDay: boolean
  /** True when tools or days known in only one of the periods were left out on both sides. */
  readonly likeForLike: boolean
}

/** Why a number has no change to report. */
type Incomparable =
  /** The number itself is not known. */
  | { readonly reason: 'unknown' }
  /** The period is today, which is not over. */
  | { readonly reason: 'unfinished' }
  /** Nothing is known of the comparison period, `of` where it is not just before; `since` is the first known day. */
  | { readonly reason: 'no-data-before'; readonly since: string | null; readonly of?: Period }
  /** Fewer than half of the days are known in both periods. */
  | { readonly reason: 'few-days'; readonly days: number; readonly of: number }
  /** One side has working days and the other has none. */
  | { readonly reason: 'weekend' }

export type Change =
  /** `percent` is a whole number of at least 1. */
  | {
      readonly kind: 'moved'
      readonly direction: 'up' | 'down'
      readonly percent: number
      readonly basis: Basis
    }
  /** Inside the usual week-to-week range; `exact` when the two numbers are equal. */
  | { readonly kind: 'same'; readonly exact: boolean; readonly basis: Basis }
  /** Too small for a percentage: the two numbers, as compared. */
  | {
      readonly kind: 'counted'
      readonly direction: 'up' | 'down'
      readonly now: number
      readonly before: number
      readonly basis: Basis
    }
  /** From a known nothing to something. */
  | { readonly kind: 'new'; readonly basis: Basis }
  | ({ readonly kind: 'incomparable' } & Incomparable)

/** Below these a percentage says more than the number does. */
const SMALL: Record<Unit, number> = {
  count: 5,
  people: 5,
  tokens: 5,
  characters: 5,
  usd_micros: 5_000_000,
  usd_micros_each: Number.MIN_VALUE,
  usd_micros_month: 5_000_000,
  seats: 5,
  ratio: Number.MIN_VALUE,
  seconds: Number.MIN_VALUE,
  // A percentage of a percentage misleads: both are told.
  share: Infinity,
}

/**
 * The change of a number against its comparison period, from comparable days only: an unfinished or
 * missing day never looks like a fall.
 */
export function changeOf(measurement: Measurement, span: Span): Change {
  const { comparable, unit } = measurement
  const incomparable = whyNot(measurement, span)
  if (incomparable) return { kind: 'incomparable', ...incomparable }
  const whole = wholeInBoth(measurement, span)
  // Where all days are known, those that have no partner count too: the 31st of a month.
  const { now, before } = whole ? measurement : comparable
  if (now === null || before === null) return { kind: 'incomparable', reason: 'unknown' }
  const workingDays = whole
    ? workedDays(span)
    : { now: comparable.workingDaysNow, before: comparable.workingDaysBefore }
  return compare(
    { unit, now, before, usual: usualRange(measurement, span) },
    {
      days: comparable.days,
      of: comparedDays(span),
      workingDays,
      perWorkingDay: dividesByWorkingDays(unit, workingDays),
      likeForLike: !whole,
    },
  )
}

export function compare(
  numbers: {
    readonly unit: Unit
    readonly now: number
    readonly before: number
    /** See `usualRange`. */
    readonly usual: number
  },
  basis: Basis,
): Change {
  const { unit, now, before, usual } = numbers
  if (now === before && (now === 0 || !basis.perWorkingDay))
    return { kind: 'same', exact: true, basis }
  if (before === 0 && now > 0) return { kind: 'new', basis }
  if (Math.min(now, before) < SMALL[unit]) {
    if (now === before) return { kind: 'same', exact: true, basis }
    if (unit === 'share' && isUsual(now / before, usual))
      return { kind: 'same', exact: false, basis }
    return { kind: 'counted', direction: now > before ? 'up' : 'down', now, before, basis }
  }
  const { workingDays, perWorkingDay } = basis
  const ratio = (now / before) * (perWorkingDay ? workingDays.before / workingDays.now : 1)
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  if (percent === 0 || isUsual(ratio, usual)) return { kind: 'same', exact: false, basis }
  return { kind: 'moved', direction: ratio > 1 ? 'up' : 'down', percent, basis }
}

function isUsual(ratio: number, usual: number): boolean {
  return Math.abs(Math.log(ratio)) <= Math.log1p(usual)
}

/** What does not add up, or is as of a day, does not grow with the days, so it is never divided by them. */
export function dividesByWorkingDays(unit: Unit, days: Basis['workingDays']): boolean {
  return (
    addsUp(unit) && !isStock(unit) && days.now !== days.before && days.now > 0 && days.before > 0
  )
}

/** Day pairs there could be: days are paired n-th with n-th. */
export function comparedDays({ period, previous }: Span): number {
  return Math.min(length(period), length(previous))
}

/** Whether both periods are known in full, by the same tools. */
export function wholeInBoth(measurement: Measurement, span: Span): boolean {
  const { now, before, comparable, series, seriesBefore, unit } = measurement
  if (now === null || before === null) return false
  if (comparable.now === now && comparable.before === before) return true
  const days = comparedDays(span)
  // A 31-day month against 30 days: every pair of days is whole, and one day has no pair.
  return (
    addsUp(unit) &&
    comparable.days === days &&
    total(series.slice(0, days).map((point) => point.value)) === comparable.now &&
    total(seriesBefore.slice(0, days).map((point) => point.value)) === comparable.before &&
    [...series, ...seriesBefore].every((point) => point.value !== null)
  )
}

function total(values: readonly Value[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

function whyNot(measurement: Measurement, span: Span): Incomparable | undefined {
  const { comparable, series, seriesBefore } = measurement
  if (measurement.now === null) return { reason: 'unknown' }
  if (span.partial && (comparable.days === 0 || length(span.period) === 1))
    return { reason: 'unfinished' }
  if (measurement.before === null)
    return {
      reason: 'no-data-before',
      since: firstKnown([...seriesBefore, ...series]),
      ...(addDays(span.previous.to, 1) !== span.period.from && { of: span.previous }),
    }
  const of = comparedDays(span)
  if (comparable.days * 2 < of || comparable.now === null || comparable.before === null)
    return { reason: 'few-days', days: comparable.days, of }
  if ((comparable.workingDaysNow === 0) !== (comparable.workingDaysBefore === 0))
    return { reason: 'weekend' }
  return undefined
}

function firstKnown(points: readonly Point[]): string | null {
  return points.find(({ value }) => value !== null)?.from ?? null
}
