import type { TellAdmins } from '#ports.ts'

import { MOST_ADMINS } from './ask-for-access.ts'
import type { Kit } from './kit.ts'
import { isKnown, nameOf } from './refusal.ts'
import { toConversation } from './reply.ts'
import { deliver } from './send.ts'

/** Tells the admins, each in private. `serviceUrl` serves those who have not written yet. */
export function createTellAdmins(kit: Kit, serviceUrl: string): TellAdmins {
  const { admins, lock, log } = kit.house
  return async (message, first) => {
    if (lock.held()) return 0
    const known = await admins.list('teams', kit.tenant)
    const told = await Promise.all(
      known.slice(0, MOST_ADMINS).map(async (admin) => {
        try {
          const chat = await kit.chats(admin, serviceUrl)
          if (first && !(await first(chat.id))) return true
          await deliver(kit, message, { reply: toConversation(kit.teams, chat, { how: 'once' }) })
          return true
        } catch (error) {
          if (!isKnown(error)) throw error
          log.warn({ teams: nameOf(error) }, 'An admin could not be told')
          return false
        }
      }),
    )
    return told.filter(Boolean).length
  }
}
