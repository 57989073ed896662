import { z } from 'zod'

import type { Login, SnapshotStream } from '#collect.ts'
import type { Turn } from '#connectors/api/pace.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { day } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'

import { cursorClient } from './client.ts'

/** Numbers in older answers, `user_…` in newer ones. */
const member = z.looseObject({
  id: z.union([z.string().min(1), z.number()]).nullish(),
  email: z.string().min(3),
  isRemoved: z.boolean().nullish(),
})
const answer = z.looseObject({ teamMembers: z.array(z.unknown()) })

/** Nobody says since when a member has been one: those of today count throughout. */
const SINCE = day('2024-01-01')

export function membersStream(turn: Turn): SnapshotStream {
  return {
    id: 'members',
    how: 'snapshot',
    says: 'Who has a seat.',
    source: 'cursor-members',
    tools: ['cursor'],
    historyDays: null,
    everyMinutes: 720,
    async *pull(call) {
      const refused = refusals()
      const seats: Seat[] = []
      const logins: Login[] = []
      const api = cursorClient(call, turn)
      const { body } = await api.ask({ call: 'GET /teams/members' }, answer)
      for (const raw of body.teamMembers) {
        const read = member.safeParse(raw)
        if (!read.success) {
          refused.add('members', 'has no address')
          continue
        }
        const { id, email, isRemoved } = read.data
        const account = call.pseudonyms.person(email)
        if (id !== null && id !== undefined)
          logins.push({ account, alias: call.pseudonyms.person(`cursor:${id}`), sure: 'verified' })
        if (!isRemoved)
          seats.push({
            tool: 'cursor',
            plan: 'Cursor',
            account,
            from: SINCE,
            to: null,
            monthlyMicros: null,
            currency: 'USD',
            purchased: null,
            lastActivity: null,
          })
      }
      yield { seats, logins, refused: refused.take() }
    },
  }
}
