import { z } from 'zod'

import type { Call, DayStream, PersonWeek, Window } from '#collect.ts'
import {
  calendarWeek,
  type Moment,
  SLOT_MS,
  type Slots,
  slotsOf,
  type WorkingHours,
  workingHours,
} from '#connectors/api/calendar-week.ts'
import { shaped } from '#connectors/api/client.ts'
import { startOf } from '#connectors/api/days.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'

import { doorOf } from './fault.ts'
import { type Graph, graphOf } from './graph.ts'

const WEEKS = 26
/** What one call takes. */
const MOST_PEOPLE = 20

const USERS = {
  call: 'GET /v1.0/users',
  right: 'users',
  query: { $select: 'id,mail,userPrincipalName,accountEnabled,userType', $top: '999' },
} as const
const SCHEDULE = {
  call: 'POST /v1.0/users/{id}/calendar/getSchedule',
  right: 'calendars',
} as const

const text = z.string().nullish()
const user = z.looseObject({
  id: z.string().min(1),
  mail: text,
  userPrincipalName: text,
  accountEnabled: z.boolean().nullish(),
  userType: text,
})
/**
 * Strict on purpose: `scheduleItems` carries subjects and places and can't be left out of the answer.
 * It ends here, with everything else that is not named.
 */
const schedules = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string(),
      availabilityView: z.string().nullish(),
      error: z.object({ responseCode: z.string().nullish() }).nullish(),
    }),
  ),
})

/** Half a year, again each week: when a team took AI up is known only afterwards. */
export const schedule: DayStream = {
  how: 'days',
  id: 'schedule',
  says: 'Hours in meetings and of focus time, by team and week.',
  source: 'microsoft-calendar',
  tools: [],
  measures: [],
  weekly: true,
  bucketZone: 'UTC',
  historyDays: 7 * WEEKS,
  lateDays: 7 * WEEKS - 1,
  windowDays: 28,
  everyMinutes: 7 * 1440,
  async *pull({ from, to }, call) {
    const hours = hoursOf(call)
    const graph = graphOf(call)
    const refused = refusals()
    // Weeks are the workspace's: some of its first and last hours are of the days beside them.
    const span = { from: addDays(from, -1), to: addDays(to, 2) }
    const weeks = wholeWeeks({ from, to }).map((week) => ({
      week,
      slots: slotsOf(week, call.zone),
    }))
    const people = await addresses(graph)
    for (let at = 0; at < people.length; at += MOST_PEOPLE) {
      const views = await viewsOf(graph, people.slice(at, at + MOST_PEOPLE), span)
      const signals: PersonWeek[] = []
      for (const { address, view } of views) {
        if (view === undefined) refused.add('calendars', 'cannot be read')
        else signals.push(...weeksOf(view, { address, weeks, hours, begins: span.from }, call))
      }
      yield { signals }
    }
    yield { refused: refused.take() }
  },
}

/** @throws UserError when they end before they begin */
export function hoursOf(call: Call): WorkingHours {
  const written = call.setting('MICROSOFT_CALENDAR_HOURS') ?? ''
  const hours = workingHours(written)
  if (hours) return hours
  throw new UserError(
    'MICROSOFT_CALENDAR_HOURS are no hours of a day',
    'Write when work begins and ends, on half hours, like 09:00-17:00.',
  )
}

/** Of everyone who is no guest and may sign in. */
export async function addresses(graph: Graph): Promise<readonly string[]> {
  const all: string[] = []
  for await (const rows of graph.pages(USERS))
    for (const row of rows) {
      const { mail, userPrincipalName, accountEnabled, userType } = user.safeParse(row).data ?? {}
      const address = mail || userPrincipalName
      if (address && accountEnabled !== false && userType?.toLowerCase() !== 'guest')
        all.push(address)
    }
  return all
}

type View = { readonly address: string; readonly view: string | undefined }

/** `0012…`, one digit for each half hour. @throws UserError, RetryLater */
export async function viewsOf(
  graph: Graph,
  people: readonly string[],
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<readonly View[]> {
  const [id = ''] = people
  const asked = {
    schedules: people,
    startTime: { dateTime: `${from}T00:00:00`, timeZone: 'UTC' },
    endTime: { dateTime: `${to}T00:00:00`, timeZone: 'UTC' },
    availabilityViewInterval: SLOT_MS / 60_000,
  }
  const answer = await graph.post({ ...SCHEDULE, path: { id } }, asked)
  const { value } = shaped(answer, schedules, { door: doorOf('calendars'), call: SCHEDULE.call })
  return value.map(({ scheduleId, availabilityView, error }) => ({
    address: scheduleId,
    view: error || !availabilityView ? undefined : availabilityView,
  }))
}

/** Tentative and elsewhere are no meetings one sits in for sure. */
const MOMENTS: Readonly<Record<string, Moment>> = { '2': 'busy', '3': 'away' }

type Of = {
  readonly address: string
  readonly begins: Day
  readonly weeks: readonly { readonly week: Day; readonly slots: Slots }[]
  readonly hours: WorkingHours
}

function weeksOf(
  view: string,
  { address, weeks, hours, begins }: Of,
  { pseudonyms }: Call,
): readonly PersonWeek[] {
  const account = pseudonyms.person(address)
  const first = Date.parse(startOf(begins))
  const at = (instant: number): Moment =>
    MOMENTS[view[Math.floor((instant - first) / SLOT_MS)] ?? '0'] ?? 'free'
  return weeks.flatMap(({ week, slots }) => {
    const signals = calendarWeek(at, { slots, hours })
    return signals ? [{ account, week, signals }] : []
  })
}

function wholeWeeks({ from, to }: Window): readonly Day[] {
  const weeks: Day[] = []
  for (let week = monday(addDays(from, 6)); addDays(week, 6) <= to; week = addDays(week, 7))
    weeks.push(week)
  return weeks
}
