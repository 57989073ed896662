import { z } from 'zod'

import type { Call, SnapshotStream } from '#collect.ts'
import { dayOfUnix } from '#connectors/api/days.ts'
import { ALWAYS } from '#connectors/directory.ts'
import type { Seat } from '#ingest.ts'

import { CHATGPT, chatgptClient, loginBook, WORKSPACE_ID } from './client.ts'

const user = z.looseObject({
  id: z.string().min(1).max(200),
  email: z.string().min(3).max(320).nullish(),
  created_at: z.number().nullish(),
  status: z.string().max(60).nullish(),
})
const page = z.looseObject({
  data: z.array(user),
  has_more: z.boolean().nullish(),
  last_id: z.string().nullish(),
})
export type WorkspaceUser = z.output<typeof user>

/** Everyone in the workspace; addresses stay in memory. */
export async function workspaceUsers(call: Call): Promise<readonly WorkspaceUser[]> {
  const client = chatgptClient(call)
  const users: WorkspaceUser[] = []
  let after: string | undefined
  for (;;) {
    const { body } = await client.ask(
      {
        call: 'GET /v1/compliance/workspaces/{place}/users',
        path: { place: call.setting(WORKSPACE_ID) ?? '' },
        query: { limit: 500, after },
      },
      page,
    )
    for (const each of body.data) users.push(each)
    if (body.has_more !== true || !body.last_id || body.last_id === after) return users
    after = body.last_id
  }
}

function seatOf({ email, created_at }: WorkspaceUser, { pseudonyms }: Call): Seat[] {
  if (!email) return []
  return [
    {
      tool: CHATGPT,
      plan: 'enterprise',
      account: pseudonyms.person(email),
      from: dayOfUnix(created_at ?? 0) ?? ALWAYS,
      to: null,
      monthlyMicros: null,
      currency: 'USD',
      purchased: null,
      lastActivity: null,
    },
  ]
}

export const seatsStream: SnapshotStream = {
  id: 'seats',
  says: 'Who holds a seat in the workspace.',
  source: 'chatgpt-seats',
  tools: [CHATGPT],
  how: 'snapshot',
  historyDays: 0,
  everyMinutes: 1_440,
  async *pull(call) {
    const logins = loginBook(call)
    const users = await workspaceUsers(call)
    for (const { id, email } of users) logins.see({ id, email })
    const nameless = users.filter(({ email }) => !email).length
    yield {
      // Someone invited who never came holds a seat; someone deactivated does not.
      seats: users
        .filter(({ status }) => !/inactive|deactiv|suspend|delet|removed/i.test(status ?? ''))
        .flatMap((each) => seatOf(each, call)),
      logins: logins.met(),
      refused:
        nameless > 0
          ? [{ where: 'GET …/users', why: 'people without an address', count: nameless }]
          : [],
    }
  },
}
