import { z } from 'zod'

import type { Pseudonymizer } from '#collect.ts'
import { daysIn, readTime } from '#connectors/time.ts'
import { type Day, isDay } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'

import { COPILOT } from './report-row.ts'

/** https://docs.github.com/en/rest/copilot/copilot-user-management: the list of seats, a preview. */
const seat = z.looseObject({
  assignee: z.looseObject({ login: z.string().trim().min(1).max(320) }),
  created_at: z.string(),
  pending_cancellation_date: z.string().nullish(),
  last_activity_at: z.string().nullish(),
  plan_type: z.string().nullish(),
})
const utcDay = daysIn('UTC')

function dayOf(time: string | null | undefined): Day | null | undefined {
  if (time === null || time === undefined) return null
  if (isDay(time)) return time
  const micros = readTime(time)
  return typeof micros === 'number' ? utcDay(micros / 1000) : undefined
}

/**
 * One seat per login. A person can hold a seat in several organizations: the earliest start, the
 * latest end and the latest activity count. (Ids would do too, but GitHub's own example gives two
 * people the same one.)
 */
export function merged(a: Seat, b: Seat): Seat {
  return {
    ...a,
    from: a.from < b.from ? a.from : b.from,
    to: a.to === null || b.to === null ? null : a.to > b.to ? a.to : b.to,
    plan: a.plan === 'unknown' ? b.plan : a.plan,
    lastActivity: (a.lastActivity ?? '') > (b.lastActivity ?? '') ? a.lastActivity : b.lastActivity,
  }
}

/** Undefined where the assignee or a date cannot be read. */
export function readSeat(value: unknown, pseudonyms: Pseudonymizer): Seat | undefined {
  const read = seat.safeParse(value)
  if (!read.success) return undefined
  const { assignee, created_at, pending_cancellation_date, last_activity_at, plan_type } = read.data
  const from = dayOf(created_at)
  const to = dayOf(pending_cancellation_date)
  const lastActivity = dayOf(last_activity_at)
  if (!from || to === undefined || lastActivity === undefined) return undefined
  return {
    tool: COPILOT,
    plan: plan_type ?? 'unknown',
    account: pseudonyms.person(assignee.login),
    from,
    to,
    monthlyMicros: null,
    currency: 'USD',
    purchased: null,
    lastActivity,
  }
}
