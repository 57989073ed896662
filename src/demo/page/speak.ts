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

export const typed = z.strictObject({ user: z.string(), actionId: z.string(), typed: z.string() })

export const changed = z.strictObject({
  user: z.string(),
  actionId: z.string(),
  value: z.string().max(3000),
})

export const filled = z.strictObject({
  user: z.string(),
  values: z.record(z.string(), z.string()),
})

/** Sends the form someone has open; what is wrong with it stands in it. */
export async function submit(fake: SlackFake, form: z.infer<typeof filled>): Promise<Spoken> {
  const { outcome, reply } = await fake.submit(form)
  if (outcome !== 'ok') return { notice: `That did not work (${outcome}). Try again.` }
  const wrong = z
    .object({ errors: z.record(z.string(), z.string()) })
    .safeParse(reply === '' ? {} : JSON.parse(reply))
  return wrong.success ? { notice: Object.values(wrong.data.errors).join(' ') } : {}
}

/** Slack tells no app of it, unless the app asked to be told. */
export function dismiss({ world }: SlackFake, user: string): void {
  const modal = world.modals.findLast((one) => one.open && one.user === user)
  if (modal) modal.open = false
  world.changed()
}

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
