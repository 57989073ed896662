import type { SnapshotStream } from '#collect.ts'

import { openaiClient } from './client.ts'
import { listUsers, loginsOf } from './names.ts'

export const usersStream: SnapshotStream = {
  id: 'users',
  says: 'Whose ids are whose addresses, so that one person is one.',
  source: 'openai-users',
  tools: [],
  how: 'snapshot',
  historyDays: 0,
  everyMinutes: 1_440,
  async *pull(call) {
    yield { logins: loginsOf(await listUsers(call, await openaiClient(call)), call) }
  },
}
