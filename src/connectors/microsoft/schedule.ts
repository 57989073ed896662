import { z } from 'zod'

import type { DayStream } from '#collect.ts'
import { calendarPull } from '#connectors/api/calendar-pull.ts'
import { type Moment, SLOT_MS } from '#connectors/api/calendar-week.ts'
import { shaped } from '#connectors/api/client.ts'
import { startOf } from '#connectors/api/days.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { CALENDARS, WORK_STREAM } from '#connectors/api/work-stream.ts'
import type { Day } from '#core/time/day.ts'

import { doorOf } from './fault.ts'
import { type Graph, graphOf } from './graph.ts'

export const HOURS = 'MICROSOFT_CALENDAR_HOURS'
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

export const schedule: DayStream = {
  ...WORK_STREAM,
  tells: CALENDARS,
  id: 'schedule',
  says: 'Hours in meetings and of focus time, by team and week.',
  source: 'microsoft-calendar',
  pull: calendarPull<Person>({
    hours: HOURS,
    mostPeople: MOST_PEOPLE,
    beside: { before: 1, after: 1 },
    async open(call) {
      const graph = graphOf(call)
      return {
        people: await people(graph),
        async of(some, span) {
          const views = await viewsOf(graph, some, { ...span, now: call.now() })
          return views.map(({ address, view }) => ({ address, at: momentsOf(view, span.from) }))
        },
      }
    },
  }),
}

export type Person = { readonly id: string; readonly address: string }

/** Everyone who is no guest and may sign in. */
export async function people(graph: Graph): Promise<readonly Person[]> {
  const all: Person[] = []
  for await (const rows of graph.pages(USERS))
    for (const row of rows) {
      const { id, mail, userPrincipalName, accountEnabled, userType } =
        user.safeParse(row).data ?? {}
      const address = mail || userPrincipalName
      if (id && address && accountEnabled !== false && userType?.toLowerCase() !== 'guest')
        all.push({ id, address })
    }
  return all
}

type View = { readonly address: string; readonly view: string | undefined }

/** Trouble of one mailbox that passes; `ErrorNoFreeBusyAccess` does not. */
const PASSING = /ServerBusy|Timeout|Transient|InternalServer|Throttl/i
const HOUR = 3_600_000

/**
 * `0012…`, one digit for each half hour. What is told without a calendar is told for good: where the
 * trouble of one passes, none are. @throws UserError, RetryLater
 */
export async function viewsOf(
  graph: Graph,
  some: readonly Person[],
  { from, to, now }: { readonly from: Day; readonly to: Day; readonly now: number },
): Promise<readonly View[]> {
  const asked = {
    schedules: some.map(({ address }) => address),
    startTime: { dateTime: `${from}T00:00:00`, timeZone: 'UTC' },
    endTime: { dateTime: `${to}T00:00:00`, timeZone: 'UTC' },
    availabilityViewInterval: SLOT_MS / 60_000,
  }
  for (const { id } of some) {
    const answer = await graph.post({ ...SCHEDULE, path: { id } }, asked)
    // Asked as one of them: who has no mailbox can ask nobody.
    if (answer === undefined) continue
    const { value } = shaped(answer, schedules, { door: doorOf('calendars'), call: SCHEDULE.call })
    const passing = value.flatMap(({ error }) => PASSING.exec(error?.responseCode ?? '')?.[0] ?? [])
    if (passing.length > 0)
      throw new RetryLater(
        `Microsoft could not read a calendar for now (${passing[0]})`,
        now + HOUR,
      )
    return value.map(({ scheduleId, availabilityView, error }) => ({
      address: scheduleId,
      view: error || !availabilityView ? undefined : availabilityView,
    }))
  }
  return some.map(({ address }) => ({ address, view: undefined }))
}

/** Tentative and elsewhere are no meetings one sits in for sure. */
const MOMENTS: Readonly<Record<string, Moment>> = { '2': 'busy', '3': 'away' }

function momentsOf(
  view: string | undefined,
  begins: Day,
): ((instant: number) => Moment) | undefined {
  if (view === undefined) return undefined
  const first = Date.parse(startOf(begins))
  return (instant) => MOMENTS[view[Math.floor((instant - first) / SLOT_MS)] ?? '0'] ?? 'free'
}
