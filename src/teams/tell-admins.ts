import type { Conversation } from '#conversations.ts'
import type { Message } from '#core/message/message.ts'
import type { TellAdmins } from '#ports.ts'

import { MOST_ADMINS } from './ask-for-access.ts'
import type { Kit } from './kit.ts'
import { spotOf } from './poster.ts'
import { isKnown, nameOf } from './refusal.ts'
import { toConversation } from './reply.ts'
import { deliver } from './send.ts'

/**
 * Tells the admins in their channel, where one is set and takes it; else each in private. `serviceUrl`
 * serves those who have not written yet.
 */
export function createTellAdmins(kit: Kit, serviceUrl: string): TellAdmins {
  const { adminChannel, tenant } = kit
  const { admins, lock, log } = kit.house
  type Telling = { readonly message: Message; readonly first: Parameters<TellAdmins>[1] }
  const said = async (where: () => Promise<Conversation>, { message, first }: Telling) => {
    try {
      const spot = await where()
      if (first && !(await first(spot.id))) return true
      const reply = toConversation(kit.teams, spot, { how: 'once' })
      await deliver(kit, message, { reply, stays: true })
      return true
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ teams: nameOf(error) }, 'Admins could not be told there')
      return false
    }
  }
  return async (message, first) => {
    if (lock.held()) return 0
    const telling = { message, first }
    if (adminChannel !== undefined) {
      const place = {
        platform: 'teams',
        workspace: tenant,
        kind: 'channel',
        id: adminChannel,
      } as const
      if (await said(() => spotOf(kit, place, serviceUrl), telling)) return 1
    }
    const known = await admins.list('teams', tenant)
    const told = await Promise.all(
      known.slice(0, MOST_ADMINS).map((admin) => said(() => kit.chats(admin, serviceUrl), telling)),
    )
    return told.filter(Boolean).length
  }
}
