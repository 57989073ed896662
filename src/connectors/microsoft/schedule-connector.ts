import type { Call, Checked, Connector } from '#collect.ts'
import { hoursOf, hoursSetting } from '#connectors/api/calendar-hours.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { addDays } from '#core/time/day.ts'

import { graphOf } from './graph.ts'
import { HOURS, people, schedule, viewsOf } from './schedule.ts'
import { APP } from './settings.ts'
import { TOKEN_CALLS } from './token.ts'

export const microsoftCalendar: Connector = {
  id: 'microsoft-calendar',
  title: 'Microsoft calendars',
  recipe: {
    steps: [
      'In the Microsoft Entra admin center, register an app, or take the one for Microsoft 365 Copilot.',
      'Under API permissions, add the application permissions User.Read.All and Calendars.ReadBasic of Microsoft Graph; grant admin consent.',
      'Make a client secret that expires; fill MICROSOFT_TENANT_ID, MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET.',
      'Put working hours in MICROSOFT_CALENDAR_HOURS, like 09:00-17:00: without them no calendar is read.',
    ],
    keyCould:
      'The app can read when everyone’s meetings are, and their subjects and places; not their text.',
    weOnly:
      'We ask which half hours are free and read that alone: the answer’s list of meetings, which can hold subjects, is dropped unread. Each person’s week is added to their team’s before anything is stored.',
    cannotSee: [
      'What a meeting is, and who else is in it.',
      'Meetings that are in no calendar, and those one did not go to.',
      'Working hours of single people: focus time is of the hours you set, Monday to Friday, in the zone of the workspace.',
      'Weeks in which someone was out of office for most of it: they are left out.',
    ],
    url: 'https://learn.microsoft.com/graph/api/calendar-getschedule',
  },
  settings: [...APP, hoursSetting(HOURS)],
  egress: [
    ...TOKEN_CALLS,
    { host: 'graph.microsoft.com', method: 'GET', path: '/v1.0/users' },
    {
      host: 'graph.microsoft.com',
      method: 'POST',
      path: '/v1.0/users/{id}/calendar/getSchedule',
      body: /^\{"schedules":\[/,
    },
  ],
  streams: [schedule],
  check,
}

/** Of so many the first who has a calendar tells that they can be read. */
const MOST_TRIED = 20

async function check(call: Call): Promise<readonly Checked[]> {
  hoursOf(call, HOURS)
  const graph = graphOf(call)
  const everyone = await people(graph)
  const to = lastWholeDay(call.now())
  const views = await viewsOf(graph, everyone.slice(0, MOST_TRIED), {
    from: addDays(to, -1),
    to,
    now: call.now(),
  })
  return [
    { level: 'ok', says: 'People can be read.' },
    views.some(({ view }) => view !== undefined)
      ? { level: 'ok', says: 'Calendars can be read.' }
      : {
          level: 'warning',
          says: 'No calendar of the first people can be read: they may have none.',
        },
  ]
}
