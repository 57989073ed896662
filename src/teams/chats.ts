import type { Conversation, Conversations } from '#conversations.ts'

import type { Teams } from './calls.ts'
import { Refusal } from './refusal.ts'

/** Someone's personal chat with the app, opened if need be. @throws Refusal, Limited, Lost */
export type Chats = (user: string, serviceUrl: string) => Promise<Conversation>

type Sources = {
  readonly teams: Teams
  readonly conversations: Conversations
  readonly tenant: string
}

/** Teams opens one only for people the app is installed for; for others it refuses. */
export function createChats({ teams, conversations, tenant }: Sources): Chats {
  return async (user, serviceUrl) => {
    const before = await conversations.personal(tenant, user)
    if (before !== undefined) return before
    const opened = await teams.call('repeatable', { id: user, serviceUrl }, (api) =>
      api.conversations.create({
        tenantId: tenant,
        members: [{ id: user, role: 'user' }],
        channelData: { tenant: { id: tenant } },
      }),
    )
    if (!opened.id) throw new Refusal(404, 'no_personal_chat')
    const chat = { workspace: tenant, id: opened.id, kind: 'personal', serviceUrl, user } as const
    await conversations.keep(chat)
    return chat
  }
}
