import type { Call, Checked, Connector } from '#collect.ts'
import { hoursOf, hoursSetting } from '#connectors/api/calendar-hours.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { addDays } from '#core/time/day.ts'

import { addresses, blocksOf, busy, HOURS } from './busy.ts'
import { googleOf } from './client.ts'
import { SCOPES } from './fault.ts'
import { ACCOUNT, TOKEN_CALLS } from './settings.ts'

export const googleCalendar: Connector = {
  id: 'google-calendar',
  title: 'Google calendars',
  recipe: {
    steps: [
      'In the Google Cloud console, enable the Google Calendar API and the Admin SDK API, and make a service account with a JSON key, or take the one for Gemini.',
      `In the Google Admin console, under Domain-wide delegation, give its client ID the scopes ${SCOPES.calendars} and ${SCOPES.users}.`,
      'Put the JSON in GOOGLE_SERVICE_ACCOUNT and the address of an admin who may read users in GOOGLE_ADMIN.',
      'Under Calendar, Sharing settings, see that people of the company may see at least whether others are free or busy.',
      `Put working hours in ${HOURS}, like 09:00-17:00: without them no calendar is read.`,
    ],
    keyCould:
      'With these scopes the service account can read when calendars are busy, and the profiles of all users; no title, place or guest, and it can change nothing.',
    weOnly:
      'We read addresses and when each calendar is busy. Each person’s week is added to their team’s before anything is stored.',
    cannotSee: [
      'What a meeting is, and who else is in it.',
      'Whether a block is a meeting: one of a whole day or longer counts as a day away, and a shorter absence as a meeting. Blocks that touch come as one.',
      'Calendars that are not shared with the company, even as free or busy: they are left out.',
      'Working hours of single people: focus time is of the hours you set, Monday to Friday, in the zone of the workspace.',
    ],
    url: 'https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query',
  },
  settings: [...ACCOUNT, hoursSetting(HOURS)],
  egress: [
    ...TOKEN_CALLS,
    { host: 'admin.googleapis.com', method: 'GET', path: '/admin/directory/v1/users' },
    {
      host: 'www.googleapis.com',
      method: 'POST',
      path: '/calendar/v3/freeBusy',
      body: /^\{"timeMin":/,
    },
  ],
  streams: [busy],
  check,
}

/** Of so many the first whose calendar is shared tells that they can be read. */
const MOST_TRIED = 50

async function check(call: Call): Promise<readonly Checked[]> {
  hoursOf(call, HOURS)
  const some = (await addresses(call)).slice(0, MOST_TRIED)
  const to = lastWholeDay(call.now())
  const google = await googleOf(call, ['calendars'])
  const { size } = await blocksOf(google, some, {
    from: addDays(to, -1),
    to,
    now: call.now(),
  })
  return [
    { level: 'ok', says: 'People can be read.' },
    size > 0
      ? { level: 'ok', says: 'Calendars can be read.' }
      : {
          level: 'warning',
          says: 'No calendar of the first people can be read: see that they are shared with the company, at least as free or busy.',
        },
  ]
}
