import type { Message } from '#core/message/message.ts'
import type { TellAdmins } from '#ports.ts'

import type { Kit } from './kit.ts'
import { isKnown, nameOf } from './refusal.ts'
import { toDm } from './reply.ts'
import { deliver } from './send.ts'

/** Enough to find one awake, few enough not to wake a company. */
const MOST_ADMINS = 10

/** Tells the admins in their channel, where one is set and takes it; else each in private. */
export function createTellAdmins(kit: Kit, channel: string | undefined): TellAdmins {
  const { admins, lock, log } = kit.house
  const said = async (where: () => Promise<string>, user: string, message: Message) => {
    try {
      await deliver(kit, message, { reply: toDm(kit.slack, { channel: await where() }), user })
      return true
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ slack: nameOf(error) }, 'Admins could not be told there')
      return false
    }
  }
  return async (message) => {
    if (lock.held()) return 0
    if (channel !== undefined && (await said(() => Promise.resolve(channel), '', message))) return 1
    const known = await admins.list('slack', kit.identity.workspace)
    const told = await Promise.all(
      known.slice(0, MOST_ADMINS).map((admin) => said(() => kit.dms(admin), admin, message)),
    )
    return told.filter(Boolean).length
  }
}
