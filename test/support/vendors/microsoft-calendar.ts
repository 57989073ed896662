import { bad, needing } from './microsoft-graph.ts'
import type { Tenant } from './microsoft-tenant.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

const MOST_SCHEDULES = 20
const DAY_MS = 86_400_000
const MOST_DAYS = 31

/** What no answer of ours may ever hold. */
export const SUBJECT = 'Quarterly layoffs, room Pluto'

type Time = { readonly dateTime: string; readonly timeZone: string }
type Asked = {
  readonly schedules: readonly string[]
  readonly startTime: Time
  readonly endTime: Time
  readonly availabilityViewInterval: number
}
const STATUS = ['free', 'tentative', 'busy', 'oof', 'workingElsewhere']

/** https://learn.microsoft.com/graph/api/calendar-getschedule */
function getSchedule(of: Tenant, { body, path }: VendorRequest): VendorAnswer {
  const { schedules, startTime, endTime, availabilityViewInterval: minutes } = body as Asked
  // Who has no mail has no mailbox.
  const known = (address: string) => of.users.some(({ mail }) => mail && address === mail)
  if (!of.users.some(({ id, mail }) => mail && id === path['id']))
    return { status: 404, body: { error: { code: 'MailboxNotEnabledForRESTAPI' } } }
  if (startTime.timeZone !== 'UTC' || endTime.timeZone !== 'UTC') return bad('Only UTC here.')
  const [from, to] = [startTime, endTime].map(({ dateTime }) => Date.parse(`${dateTime}Z`))
  if (from === undefined || to === undefined || !(to > from)) return bad('The times are wrong.')
  if (schedules.length > MOST_SCHEDULES || to - from > MOST_DAYS * DAY_MS)
    return bad('The request is too large.')
  const slot = minutes * 60_000
  const value = schedules.map((scheduleId) => {
    if (!known(scheduleId))
      return {
        scheduleId,
        availabilityView: '',
        error: { responseCode: 'ErrorMailRecipientNotFound' },
      }
    const meetings = of.meetings[scheduleId] ?? []
    const digit = (at: number) =>
      meetings.find(({ start, end }) => Date.parse(start) < at + slot && Date.parse(end) > at)
        ?.status ?? 0
    return {
      scheduleId,
      availabilityView: Array.from({ length: Math.ceil((to - from) / slot) }, (_, n) =>
        digit(from + n * slot),
      ).join(''),
      // It can't be left out of what is asked for.
      scheduleItems: meetings.map(({ start, end, status }) => ({
        isPrivate: false,
        status: STATUS[status],
        subject: SUBJECT,
        location: SUBJECT,
        start: { dateTime: start.replace('Z', ''), timeZone: 'UTC' },
        end: { dateTime: end.replace('Z', ''), timeZone: 'UTC' },
      })),
      workingHours: { startTime: '08:00:00.0000000', endTime: '17:00:00.0000000' },
    }
  })
  return { body: { '@odata.context': 'x', value } }
}

export const calendarRoutes = (of: Tenant): VendorOptions['routes'] => ({
  'POST /v1.0/users/{id}/calendar/getSchedule': needing(
    of,
    ['Calendars.ReadBasic', 'Calendars.Read'],
    (request) => getSchedule(of, request),
  ),
})
