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
  type Telling = { readonly message: Message; readonly first: Parameters<TellAdmins>[1] }
  const said = async (where: () => Promise<string>, user: string, { message, first }: Telling) => {
    try {
      const place = await where()
      if (first && !(await first(place))) return true
      await deliver(kit, message, { reply: toDm(kit.slack, { channel: place }), user })
      return true
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ slack: nameOf(error) }, 'Admins could not be told there')
      return false
    }
  }
  return async (message, first) => {
    if (lock.held()) return 0
    const telling = { message, first }
    if (channel !== undefined && (await said(() => Promise.resolve(channel), '', telling))) return 1
    const known = await admins.list('slack', kit.identity.workspace)
    const told = await Promise.all(
      known.slice(0, MOST_ADMINS).map((admin) => said(() => kit.dms(admin), admin, telling)),
    )
    return told.filter(Boolean).length
  }
}
