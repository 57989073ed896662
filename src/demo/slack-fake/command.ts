import { asForm, type Delivery } from './deliver.ts'
import { channelOf, type Desk, NAMES, trigger } from './desk.ts'
import type { CommandInput } from './inputs.ts'
import { put } from './methods/chat.ts'
import { userOf } from './places.ts'
import type { Json } from './world.ts'

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export async function command(
  { world, deliver, responseUrls }: Desk,
  input: CommandInput,
): Promise<Delivery> {
  const { how = {}, command = world.command, text } = input
  const user = userOf(world, input.user)
  const channel = channelOf(world, user.id, input.channel)
  const grant = { user: user.id, channel: channel.id }
  const delivery = await deliver(
    {
      kind: 'command',
      ...asForm({
        token: 'deprecated',
        team_id: how.team ?? world.team.id,
        team_domain: how.team ? 'elsewhere' : world.team.domain,
        channel_id: channel.id,
        channel_name: NAMES[channel.kind](channel.name),
        user_id: user.id,
        user_name: user.name,
        command,
        text,
        api_app_id: world.app.id,
        is_enterprise_install: 'false',
        response_url: responseUrls.issue(grant),
        trigger_id: trigger(world, user.id),
      }),
    },
    how,
  )
  if (delivery.outcome !== 'ok') {
    const text = `${command} failed with the error "${delivery.outcome}"`
    put(world, {
      channel: channel.id,
      onlyFor: user.id,
      user: 'USLACKBOT',
      from: 'slackbot',
      text,
      blocks: [],
    })
  } else if (delivery.reply !== '') responseUrls.show(grant, bodyOf(delivery.reply))
  return delivery
}

function bodyOf(reply: string): Json {
  try {
    return JSON.parse(reply) as Json
  } catch {
    return { text: reply }
  }
}
