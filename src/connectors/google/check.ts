import type { Call, Checked } from '#collect.ts'

import { activityPage, LIST } from './activities.ts'
import { googleOf } from './client.ts'
import { groupPage, GROUPS, userPage, USERS } from './directory.ts'

/** Google does not say when a key ends: by itself it never does. */
const ENDLESS: Checked = {
  level: 'warning',
  says: 'Keys of service accounts never expire by themselves: replace it from time to time, and delete the old one.',
}

export async function checkGemini(call: Call): Promise<readonly Checked[]> {
  const google = await googleOf(call, [LIST.scope])
  const asked = {
    userKey: 'all',
    applicationName: 'gemini_in_workspace_apps',
    eventName: 'feature_utilization',
    maxResults: 1,
  }
  const { items } = await google.ask(
    LIST,
    () => google.reports.activities.list(asked),
    activityPage,
  )
  return [
    items?.length
      ? { level: 'ok', says: 'The activities of Gemini can be read.' }
      : {
          level: 'warning',
          says: 'The activities of Gemini can be read, and there are none: see that Gemini is switched on, and wait up to three days.',
        },
    ENDLESS,
  ]
}

export async function checkDirectory(call: Call): Promise<readonly Checked[]> {
  const asked = { customer: 'my_customer', maxResults: 1 }
  const people = await googleOf(call, ['users'])
  await people.ask(USERS, () => people.directory.users.list(asked), userPage)
  const groups = call.setting('GOOGLE_DIRECTORY_GROUPS') !== undefined
  if (groups) {
    const google = await googleOf(call, ['groups'])
    await google.ask(GROUPS, () => google.directory.groups.list(asked), groupPage)
  }
  return [{ level: 'ok', says: `People${groups ? ' and groups' : ''} can be read.` }, ENDLESS]
}
