import { z } from 'zod'

import type { Call, DayStream } from '#collect.ts'
import { calendarPull } from '#connectors/api/calendar-pull.ts'
import { type Moment, SLOT_MS } from '#connectors/api/calendar-week.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { CALENDARS, WORK_STREAM } from '#connectors/api/work-stream.ts'

import { type Google, googleOf } from './client.ts'
import { userPage, USERS } from './directory.ts'
import { all } from './pages.ts'

const URL = 'https://www.googleapis.com/calendar/v3/freeBusy'
const BUSY = { call: 'POST /calendar/v3/freeBusy', scope: 'calendars' } as const
export const HOURS = 'GOOGLE_CALENDAR_HOURS'
/** What one call takes. */
const MOST_PEOPLE = 50

const user = z.looseObject({
  primaryEmail: z.string().min(1),
  suspended: z.boolean().nullish(),
  archived: z.boolean().nullish(),
})
const block = z.object({ start: z.string(), end: z.string() })
/** Of a calendar that can't be read there is an error, and no block. */
const answer = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      errors: z.array(z.object({ reason: z.string().nullish() })).nullish(),
      busy: z.array(block).nullish(),
    }),
  ),
})
type Block = z.infer<typeof block>

export const busy: DayStream = {
  ...WORK_STREAM,
  tells: CALENDARS,
  id: 'busy',
  says: 'Hours in meetings and of focus time, by team and week.',
  source: 'google-calendar',
  pull: calendarPull<string>({
    hours: HOURS,
    mostPeople: MOST_PEOPLE,
    // A day away that reaches into them is asked for as a whole.
    beside: { before: 2, after: 2 },
    async open(call) {
      const people = await addresses(call)
      const google = await googleOf(call, ['calendars'])
      return {
        people,
        async of(some, span) {
          const blocks = await blocksOf(google, some, { ...span, now: call.now() })
          return some.map((address) => ({ address, at: momentsOf(blocks.get(address)) }))
        },
      }
    },
  }),
}

/** Of everyone who is neither suspended nor archived. */
export async function addresses(call: Call): Promise<readonly string[]> {
  const google = await googleOf(call, ['users'])
  const asked = { customer: 'my_customer', maxResults: 500 }
  const found: string[] = []
  const pages = all(USERS, (pageToken) =>
    google.ask(USERS, () => google.directory.users.list({ ...asked, ...pageToken }), userPage),
  )
  for await (const page of pages)
    for (const row of page.users ?? []) {
      const read = user.safeParse(row).data
      if (read && read.suspended !== true && read.archived !== true) found.push(read.primaryEmail)
    }
  return found
}

type Blocks = ReadonlyMap<string, readonly Block[]>

/** What lasts: the calendar is not shared, or there is none. */
const LASTING = 'notFound'
const HOUR = 3_600_000

/**
 * When the calendars are busy; one that can't be read is not there. Any other trouble of one passes, and
 * what is told without it is told for good: then none are. @throws UserError, RetryLater
 */
export async function blocksOf(
  google: Google,
  some: readonly string[],
  { from, to, now }: { readonly from: string; readonly to: string; readonly now: number },
): Promise<Blocks> {
  const asked = {
    timeMin: `${from}T00:00:00Z`,
    timeMax: `${to}T00:00:00Z`,
    items: some.map((id) => ({ id })),
  }
  const { calendars } = await google.ask(BUSY, () => google.post(URL, asked), answer)
  const passing = Object.values(calendars)
    .flatMap(({ errors }) => errors ?? [])
    .find(({ reason }) => reason !== LASTING)
  if (passing) {
    const reason = /^[a-z]{3,40}$/i.exec(passing.reason ?? '')?.[0] ?? 'no reason'
    throw new RetryLater(`Google could not read a calendar for now (${reason})`, now + HOUR)
  }
  return new Map(
    Object.entries(calendars).flatMap(([id, { errors, busy: blocks }]) =>
      errors?.length ? [] : [[id, blocks ?? []] as const],
    ),
  )
}

/** One day of the year has no more. */
const WHOLE_DAY_MS = 23 * 3_600_000

/**
 * Google does not say what a block is, and joins those that touch: a working day of meetings is one too.
 * Only one of a whole day, wherever its person lives, is a day away.
 */
function momentsOf(
  blocks: readonly Block[] | undefined,
): ((instant: number) => Moment) | undefined {
  if (blocks === undefined) return undefined
  const spans = blocks.map(({ start, end }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
  }))
  return (instant) => {
    const within = spans.filter(({ start, end }) => start < instant + SLOT_MS && end > instant)
    if (within.some(({ start, end }) => end - start >= WHOLE_DAY_MS)) return 'away'
    return within.length > 0 ? 'busy' : 'free'
  }
}
