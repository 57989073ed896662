import { z } from 'zod'

import type { Login, SnapshotStream } from '#collect.ts'
import { faultOf } from '#connectors/api/fault.ts'
import { refusals } from '#connectors/api/refusals.ts'

import { userLogin } from './actor.ts'
import { type AnthropicDoor, anthropicClient } from './client.ts'

const user = z.looseObject({ id: z.string().min(1), email: z.string().min(3) })

/** Joins Anthropic's user ids, which some rows have alone, to e-mail addresses. */
export function usersStream(door: AnthropicDoor): SnapshotStream {
  return {
    id: 'users',
    how: 'snapshot',
    says: 'Which e-mail address a user id of Anthropic belongs to.',
    source: 'anthropic-users',
    tools: [],
    historyDays: null,
    everyMinutes: 1440,
    async *pull(call) {
      const refused = refusals()
      try {
        const { users } = (await anthropicClient(call, door)).organization
        const first = await users.list({ limit: 1000 })
        for await (const { data } of first.iterPages()) {
          const logins = data.flatMap((raw): readonly Login[] => {
            const read = user.safeParse(raw)
            if (!read.success) {
              refused.add('users', 'has no id or address')
              return []
            }
            const account = call.pseudonyms.person(read.data.email)
            const alias = call.pseudonyms.person(userLogin(read.data.id))
            return [{ account, alias, sure: 'verified' }]
          })
          yield { logins, refused: refused.take() }
        }
      } catch (error) {
        throw faultOf(error, { door, call: 'GET /v1/organizations/users', now: call.now() })
      }
    },
  }
}
