import { addDays, type Day, daysBetween } from '#core/time/day.ts'

/** Whole days, both ends included. */
export type DaySpan = { readonly from: Day; readonly to: Day }

/** Without a vendor's word on how far back it answers, this far is asked. */
const USUAL_HISTORY_DAYS = 365

export type Pulling = {
  /** Today in the zone the vendor cuts its days in; it is not over, so it is never asked for. */
  readonly today: Day
  readonly lateDays: number
  readonly windowDays: number
  readonly historyDays: number | null
  /** The days known without a gap, if any. */
  readonly known: DaySpan | undefined
  /** Pull from this day on, also what is known already. */
  readonly since?: Day
}

export const later = (a: Day, b: Day): Day => (a > b ? a : b)
export const earlier = (a: Day, b: Day): Day => (a < b ? a : b)

/** The first day that is asked for when nothing else is said. */
export function firstDay({ today, historyDays }: Pick<Pulling, 'today' | 'historyDays'>): Day {
  return addDays(today, -(historyDays ?? USUAL_HISTORY_DAYS))
}

/**
 * The windows a stream pulls next, in order; each is committed on its own. First what is new and what
 * may still have changed, oldest first, then the history, newest first: what is known never has a gap,
 * whenever the work is interrupted, and the latest numbers come first.
 */
export function windowsOf(pulling: Pulling): readonly DaySpan[] {
  const { today, lateDays, since } = pulling
  const yesterday = addDays(today, -1)
  const oldest = firstDay(pulling)
  const target = since === undefined ? oldest : later(since, oldest)
  if (target > yesterday) return []
  const known = pulling.known && usable(pulling.known, oldest)
  if (known === undefined) return newestFirst({ from: target, to: yesterday }, pulling.windowDays)
  const fresh = earlier(addDays(known.to, 1), addDays(yesterday, -lateDays))
  const again = since === undefined ? fresh : earlier(fresh, since)
  const late = { from: later(later(again, known.from), oldest), to: yesterday }
  const history = { from: target, to: addDays(known.from, -1) }
  return [
    ...oldestFirst(late, pulling.windowDays),
    ...(history.from > history.to ? [] : newestFirst(history, pulling.windowDays)),
  ]
}

/** True when days before the known ones have still to be pulled. */
export function historyIsLeft(pulling: Omit<Pulling, 'since'>): boolean {
  const { known } = pulling
  return known === undefined || known.from > firstDay(pulling)
}

/** What is known once `window` is, too: one span without a gap. */
export function joined(known: DaySpan | undefined, window: DaySpan): DaySpan {
  if (!known) return window
  const touches = window.from <= addDays(known.to, 1) && window.to >= addDays(known.from, -1)
  return touches
    ? { from: earlier(known.from, window.from), to: later(known.to, window.to) }
    : window
}

/** Days that ended so long ago that the vendor cannot join them to yesterday any more are no help. */
function usable(known: DaySpan, oldest: Day): DaySpan | undefined {
  return known.to < addDays(oldest, -1) ? undefined : known
}

function oldestFirst({ from, to }: DaySpan, days: number): readonly DaySpan[] {
  const count = Math.ceil((daysBetween(from, to) + 1) / days)
  return Array.from({ length: count }, (_, at) => {
    const start = addDays(from, at * days)
    return { from: start, to: earlier(addDays(start, days - 1), to) }
  })
}

function newestFirst({ from, to }: DaySpan, days: number): readonly DaySpan[] {
  const count = Math.ceil((daysBetween(from, to) + 1) / days)
  return Array.from({ length: count }, (_, at) => {
    const end = addDays(to, -at * days)
    return { from: later(addDays(end, 1 - days), from), to: end }
  })
}
