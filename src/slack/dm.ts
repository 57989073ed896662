import type { Slack } from './calls.ts'
import { Refusal } from './refusal.ts'

/** The app's own conversation with someone: its channel id, asked for once. */
export type Dms = (user: string) => Promise<string>

const MOST = 5_000

export function createDms(slack: Slack): Dms {
  const known = new Map<string, string>()
  return async (user) => {
    const before = known.get(user)
    if (before !== undefined) return before
    const { channel } = await slack.call('repeatable', (api) =>
      api.conversations.open({ users: user }),
    )
    if (channel?.id === undefined) throw new Refusal('channel_not_found')
    if (known.size >= MOST) known.clear()
    known.set(user, channel.id)
    return channel.id
  }
}
