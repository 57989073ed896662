import { z } from 'zod'

import type { SlackFake } from '#demo/slack-fake/start.ts'

export const said = z.strictObject({
  user: z.string(),
  channel: z.string(),
  text: z.string().min(1).max(12_000),
})

export const clicked = z.strictObject({
  user: z.string(),
  message: z.string(),
  actionId: z.string(),
  blockId: z.string().optional(),
})

export const opened = z.strictObject({ user: z.string() })

/** What Slack itself says in the composer, without asking any app. */
type Spoken = { readonly notice?: string }

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** A line typed in the composer: a command, a mention, a direct message, or plain talk. */
export async function speak(
  fake: SlackFake,
  { user, channel, text }: z.infer<typeof said>,
): Promise<Spoken> {
  const { world } = fake
  const slash = /^(\/\S+)\s*(.*)$/s.exec(text)
  if (slash) {
    const [, command = '', rest = ''] = slash
    if (command !== world.command)
      return { notice: `${command} is not a valid command here. Try ${world.command}.` }
    await fake.command({ user, channel, text: rest })
    return {}
  }
  if (channel === fake.dmOf(user)) {
    await fake.dm({ user, text })
    return {}
  }
  const name = world.users.get(world.app.bot)?.realName ?? ''
  const mention = new RegExp(`^@${escaped(name)}\\b\\s*(.*)$`, 'is').exec(text)
  if (!mention) fake.say({ user, channel, text })
  else if (world.channels.get(channel)?.members.has(world.app.bot))
    await fake.mention({ user, channel, text: mention[1] ?? '' })
  else return { notice: `${name} is not in this channel.` }
  return {}
}
