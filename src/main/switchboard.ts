import type { Platform } from '#core/access/access.ts'
import type { Posted } from '#core/delivery/delivery.ts'
import { UserError } from '#core/errors.ts'
import type { Reach } from '#ports.ts'

/** The chats that are open in this process, reached by what names their platform. */
export type Switchboard = Reach & {
  readonly connect: (platform: Platform, reach: Reach) => void
  readonly platforms: () => readonly Platform[]
}

const CLOSED: Posted = { kind: 'refused', why: 'not open', again: 60_000 }
const NAMES: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' }

export function switchboard(): Switchboard {
  const open = new Map<Platform, Reach>()
  const reached = (platform: Platform): Reach => {
    const reach = open.get(platform)
    if (reach) return reach
    throw new UserError(
      `${NAMES[platform]} is not open in this process`,
      'Ask where the bot runs that is connected to it.',
    )
  }
  return {
    connect: (platform, reach) => void open.set(platform, reach),
    platforms: () => [...open.keys()],
    post: async (target, message, how) =>
      open.get(target.platform)?.post(target, message, how) ?? CLOSED,
    edit: async (target, ref, message) =>
      open.get(target.platform)?.edit(target, ref, message) ?? CLOSED,
    viewer: async (person) => reached(person.platform).viewer(person),
    find: async (target) => reached(target.platform).find(target),
  }
}
