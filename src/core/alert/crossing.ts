import { listed } from '#core/message/english.ts'
import type { Value } from '#core/metric/metric.ts'
import { addDays, addMonths, type Day, daysBetween, firstOfMonth, monday } from '#core/time/day.ts'

import type { Beside } from './beside.ts'
import type { AlertSpan, NumberSpec, ThresholdSpec } from './number-rule.ts'
import { type Line, unusualDays } from './unusual.ts'

/** A day's number; null where it is not known. */
export type DayValue = { readonly day: Day; readonly value: Value }

/** A rule's amount, or a share of it, was passed. */
export type Crossing = {
  /** First and last day of what was added up. */
  readonly from: Day
  readonly to: Day
  /** The day on which it was passed. */
  readonly on: Day
  /** 100 for all of it. */
  readonly percent: number
  /** Days up to then of which nothing is known: what is missing is not taken for nothing. */
  readonly unknown: number
  /** When a budget will be spent at this pace; null where too little is known, or it will not be. */
  readonly overrun: Day | null
  /** Of a rule that looks at each team: its path. */
  readonly team?: string
  /** How other teams did that day, where they were compared. */
  readonly beside?: Beside
}

const BUDGET_STEPS = [50, 80, 100] as const

/**
 * When a rule would have told something of these complete days, in their order. The same for a back-test
 * and for now. `teams`: those it looks at, or is compared with.
 */
export function crossings(
  spec: NumberSpec,
  days: readonly DayValue[],
  teams: readonly Line[] = [],
): readonly Crossing[] {
  if (spec.kind === 'unusual') return unusual(spec, days, teams)
  if (spec.kind === 'threshold') return beyond(spec, days)
  const { amount, per } = spec
  const steps = spec.kind === 'budget' ? BUDGET_STEPS : [100]
  const spans = Map.groupBy(days, ({ day }) => startOf(day, per))
  return [...spans].flatMap(([from, held]) => {
    // Half a week says nothing of a week: one whose beginning is cut off is left out.
    if (held[0]?.day !== from) return []
    return steps.flatMap((percent) => {
      const passed = passing(held, { amount, percent, inclusive: spec.kind === 'budget' })
      if (passed === undefined) return []
      const { on, unknown } = passed
      const to = endOf(from, per)
      const overrun = spec.kind === 'budget' && percent < 100 ? overrunOf(held, amount, to) : null
      return [{ from, to, on, percent, unknown, overrun }]
    })
  })
}

function unusual(
  { metric, filters, by }: NumberSpec & { readonly kind: 'unusual' },
  days: readonly DayValue[],
  teams: readonly Line[],
): readonly Crossing[] {
  const own = { team: filters.team ? listed(filters.team) : null, days }
  const floor = metric === 'spend' ? 'money' : 'count'
  const looking = by ? { watched: teams, others: [] } : { watched: [own], others: teams }
  return unusualDays({ ...looking, floor }).map(({ line, day, beside }) => ({
    from: day,
    to: day,
    on: day,
    percent: 100,
    unknown: 0,
    overrun: null,
    ...(by && line.team !== null && { team: line.team }),
    ...(beside && { beside }),
  }))
}

/** Spans that are over and whole, each by its first day: what was measured of them, never added up. */
function beyond(
  { side, amount, per }: ThresholdSpec,
  spans: readonly DayValue[],
): readonly Crossing[] {
  return spans.flatMap(({ day: from, value }) => {
    const found = value !== null && (side === 'above' ? value > amount : value < amount)
    const to = endOf(from, per)
    return found ? [{ from, to, on: to, percent: 100, unknown: 0, overrun: null }] : []
  })
}

/** The span that came furthest to where it is told of. */
export function furthestSpan(
  { side, per }: ThresholdSpec,
  spans: readonly DayValue[],
): { readonly from: Day; readonly to: Day; readonly value: number } | undefined {
  const known = spans.flatMap(({ day: from, value }) =>
    value === null ? [] : [{ from, to: endOf(from, per), value }],
  )
  return known.toSorted((a, b) => (side === 'above' ? b.value - a.value : a.value - b.value))[0]
}

/** The day, week or month that had the most, of those known from their first day. */
export function highestSpan(
  days: readonly DayValue[],
  per: AlertSpan,
): { readonly from: Day; readonly total: number } | undefined {
  const spans = [...Map.groupBy(days, ({ day }) => startOf(day, per))].flatMap(([from, held]) => {
    const known = held.flatMap(({ value }) => value ?? [])
    if (held[0]?.day !== from || known.length === 0) return []
    return [{ from, total: known.reduce((sum, value) => sum + value, 0) }]
  })
  return spans.toSorted((a, b) => b.total - a.total)[0]
}

/** The first day of the week or month that a day is in. */
export function startOf(day: Day, per: AlertSpan): Day {
  switch (per) {
    case 'day':
      return day
    case 'week':
      return monday(day)
    case 'month':
      return firstOfMonth(day)
  }
}

export function endOf(from: Day, per: AlertSpan): Day {
  switch (per) {
    case 'day':
      return from
    case 'week':
      return addDays(from, 6)
    case 'month':
      return addDays(addMonths(from, 1), -1)
  }
}

type Bound = { readonly amount: number; readonly percent: number; readonly inclusive: boolean }

function passing(held: readonly DayValue[], { amount, percent, inclusive }: Bound) {
  let total = 0
  let unknown = 0
  for (const { day, value } of held) {
    if (value === null) unknown += 1
    else total += value
    // Whole numbers, so that half of an odd one is exact.
    const [reached, bound] = [total * 100, amount * percent]
    if (inclusive ? reached >= bound && total > 0 : reached > bound) return { on: day, unknown }
  }
  return undefined
}

/** Fewer days have no pace. */
const FEWEST_DAYS = 3

/** The day on which the amount is spent, if each day to come is like the mean of those known. */
function overrunOf(held: readonly DayValue[], amount: number, to: Day): Day | null {
  const known = held.flatMap(({ value }) => value ?? [])
  const total = known.reduce((sum, value) => sum + value, 0)
  const last = held.at(-1)?.day
  if (known.length < FEWEST_DAYS || total <= 0 || last === undefined) return null
  const perDay = total / known.length
  const left = Math.ceil((amount - total) / perDay)
  return left <= daysBetween(last, to) ? addDays(last, Math.max(left, 0)) : null
}
