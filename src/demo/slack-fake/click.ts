import { walk } from './blocks/check.ts'
import { asForm, type Delivery } from './deliver.ts'
import { type Desk, NAMES, trigger } from './desk.ts'
import type { ClickInput } from './inputs.ts'
import { written } from './methods/chat.ts'
import { userOf } from './places.ts'
import { visibleTo } from './see.ts'
import type { Json, World } from './world.ts'

function pressed(world: World, container: Json, { actionId, blockId, option }: ClickInput): Json {
  const blocks = (container['blocks'] ?? []) as readonly Json[]
  for (const block of blocks) {
    if (blockId !== undefined && block['block_id'] !== blockId) continue
    for (const { node } of walk(block)) {
      if (node['action_id'] !== actionId) continue
      const { type, text, value, style } = node
      const chosen = [...walk(node)].find(({ node }) => node['value'] === option)
      return {
        type,
        action_id: actionId,
        block_id: block['block_id'],
        action_ts: world.ts(),
        ...(option === undefined
          ? {
              ...(text !== undefined && { text }),
              ...(value !== undefined && { value }),
              ...(style !== undefined && { style }),
            }
          : { selected_option: chosen?.node }),
      }
    }
  }
  throw new Error(`The message has no element with action_id ${actionId}.`)
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export async function click(
  { world, deliver, responseUrls }: Desk,
  input: ClickInput,
): Promise<Delivery> {
  const { how = {} } = input
  const user = userOf(world, input.user)
  const ts = typeof input.message === 'string' ? input.message : input.message.ts
  const shared = {
    type: 'block_actions',
    team: how.team
      ? { id: how.team, domain: 'elsewhere' }
      : { id: world.team.id, domain: world.team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: how.team ?? world.team.id },
    api_app_id: world.app.id,
    token: 'deprecated',
    trigger_id: trigger(world, user.id),
    enterprise: null,
    is_enterprise_install: false,
    state: { values: {} },
  }
  const where =
    ts === 'home' ? fromHome(world, input) : fromMessage({ world, responseUrls }, ts, input)
  return deliver(
    { kind: 'interaction', ...asForm({ payload: JSON.stringify({ ...shared, ...where }) }) },
    how,
  )
}

function fromHome(world: World, input: ClickInput): Json {
  const view = world.homes.get(input.user)
  if (!view) throw new Error(`${input.user} has no App Home yet.`)
  return {
    container: { type: 'view', view_id: view['id'] },
    view,
    actions: [pressed(world, view, input)],
  }
}

/** An ephemeral message's content is not in the payload; only where it stood. */
function fromMessage(
  { world, responseUrls }: Pick<Desk, 'world' | 'responseUrls'>,
  ts: string,
  input: ClickInput,
): Json {
  const message = world.messages.find((message) => message.ts === ts)
  const seen = message && visibleTo(world, input.user, message.channel).includes(message)
  if (!seen) throw new Error(`${input.user} sees no message ${ts}.`)
  const channel = world.channels.get(message.channel)
  return {
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: message.channel,
      is_ephemeral: message.onlyFor !== undefined,
      ...(message.thread && { thread_ts: message.thread }),
    },
    channel: { id: message.channel, name: channel ? NAMES[channel.kind](channel.name) : '' },
    ...(message.onlyFor === undefined && { message: written(world, message) }),
    response_url: responseUrls.issue({ user: input.user, channel: message.channel, source: ts }),
    actions: [pressed(world, { blocks: message.blocks }, input)],
  }
}
