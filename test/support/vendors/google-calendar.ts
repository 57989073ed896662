import { problem, SCOPES, type Needing, type Workspace } from './google-workspace.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

const MOST_CALENDARS = 50
const MOST_MS = 62 * 86_400_000

type Asked = {
  readonly timeMin: string
  readonly timeMax: string
  readonly items: readonly { readonly id: string }[]
}

/** https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query */
function freeBusy(of: Workspace, { body }: VendorRequest): VendorAnswer {
  const { timeMin, timeMax, items } = body as Asked
  const [from, to] = [Date.parse(timeMin), Date.parse(timeMax)]
  if (!(to > from)) return problem(400, 'timeRangeEmpty', 'The specified time range is empty.')
  if (to - from > MOST_MS)
    return problem(400, 'timeRangeTooLong', 'The requested time range is too long.')
  if (items.length > MOST_CALENDARS)
    return problem(400, 'tooManyCalendarsRequested', 'Too many calendars.')
  const calendars = items.map(({ id }) => {
    const blocks = of.busy[id]
    if (blocks === undefined)
      return [id, { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] }] as const
    const busy = blocks.filter(({ start, end }) => Date.parse(start) < to && Date.parse(end) > from)
    return [id, { busy }] as const
  })
  return {
    body: {
      kind: 'calendar#freeBusy',
      timeMin,
      timeMax,
      calendars: Object.fromEntries(calendars),
    },
  }
}

export const calendarRoutes = (of: Workspace, needing: Needing): VendorOptions['routes'] => ({
  'POST /calendar/v3/freeBusy': needing([SCOPES.calendars], (request) => freeBusy(of, request)),
})
