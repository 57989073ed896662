import { basename } from 'node:path'

import { z } from 'zod'

import type { Pseudonymizer } from '#collect.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { type Day, isDay } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'

import { jsonOrUndefined } from './copilot-file-kind.ts'
import { COPILOT } from './github-copilot.ts'
import { readWhole } from './open-file.ts'
import { daysIn, readTime } from './time.ts'

/** https://docs.github.com/en/rest/copilot/copilot-user-management: the list of seats, a preview. */
const seat = z.looseObject({
  assignee: z.looseObject({ login: z.string().trim().min(1).max(320) }),
  created_at: z.string(),
  pending_cancellation_date: z.string().nullish(),
  last_activity_at: z.string().nullish(),
  plan_type: z.string().nullish(),
})
const page = z.looseObject({ seats: z.array(z.unknown()) })
const pages = z.union([
  page.transform(({ seats }) => seats),
  z.array(page).transform((all) => all.flatMap(({ seats }) => seats)),
])

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
function merged(a: Seat, b: Seat): Seat {
  return {
    ...a,
    from: a.from < b.from ? a.from : b.from,
    to: a.to === null || b.to === null ? null : a.to > b.to ? a.to : b.to,
    plan: a.plan === 'unknown' ? b.plan : a.plan,
    lastActivity: (a.lastActivity ?? '') > (b.lastActivity ?? '') ? a.lastActivity : b.lastActivity,
  }
}

function readSeat(value: unknown, pseudonyms: Pseudonymizer): Seat | undefined {
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

/**
 * Reads lists of Copilot seats: one page, or several (`gh api --paginate --slurp`). A rejection's
 * line is the seat's place in the list. @throws UserError when a file is no such list
 */
export async function copilotSeats(
  paths: readonly string[],
  pseudonyms: Pseudonymizer,
): Promise<{ readonly rows: readonly Seat[]; readonly rejected: readonly Rejection[] }> {
  const seats = new Map<string | null, Seat>()
  const rejected: Rejection[] = []
  for (const path of paths) {
    const file = basename(path)
    const list = pages.safeParse(jsonOrUndefined(await readWhole(path)))
    if (!list.success)
      throw new UserError(
        `${file} is not a list of Copilot seats`,
        'Save it with: gh api --paginate --slurp /orgs/ORG/copilot/billing/seats > seats.json',
      )
    for (const [at, value] of list.data.entries()) {
      const read = readSeat(value, pseudonyms)
      const known = read && seats.get(read.account)
      if (read) seats.set(read.account, known ? merged(known, read) : read)
      else
        rejected.push({
          file,
          line: at + 1,
          field: null,
          value: null,
          why: 'is a seat without a readable assignee and dates',
          fix: 'Download the list again.',
        })
    }
  }
  return { rows: [...seats.values()], rejected }
}
