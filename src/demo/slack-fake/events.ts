import { asJson, type Delivery, type Tampering } from './deliver.ts'
import { channelOf, type Desk } from './desk.ts'
import type { DmInput, MentionInput } from './inputs.ts'
import { put, written } from './methods/chat.ts'
import { directMessage, userOf } from './places.ts'
import type { Channel, Json, Message, World } from './world.ts'

type Said = {
  readonly channel: Channel
  readonly user: string
  readonly text: string
  readonly thread?: string
}

const MAIL = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const LINK = /https?:\/\/[^\s<>|]+/g

/**
 * What Slack makes of typed text before it tells the app: `&`, `<`, `>` escaped (mentions kept),
 * addresses and links wrapped.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function encoded(typed: string): string {
  return typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/&lt;([@#][A-Z0-9]+(?:\|[^&]*)?)&gt;/g, '<$1>')
    .replaceAll(LINK, (url) => `<${url}>`)
    .replaceAll(MAIL, (address) => `<mailto:${address}|${address}>`)
}

/** Someone writes in a conversation. By itself it reaches no app. */
export function say(world: World, { channel, user, text, thread }: Said): Message {
  return put(world, {
    channel: channel.id,
    user,
    from: 'person',
    text: encoded(text),
    blocks: [],
    ...(thread && { thread }),
  })
}

function messageEvent(world: World, message: Message): Json {
  return {
    ...written(world, message),
    channel: message.channel,
    event_ts: message.ts,
    client_msg_id: world.next('msg'),
  }
}

function event({ world, deliver }: Desk, event: Json, how: Tampering = {}) {
  const team = how.team ?? world.team.id
  return deliver(
    {
      kind: 'event',
      ...asJson({
        token: 'deprecated',
        team_id: team,
        api_app_id: world.app.id,
        event: { ...event, ...(event['team'] !== undefined && { team }) },
        type: 'event_callback',
        event_id: world.next('Ev'),
        event_time: Math.floor(world.now() / 1000),
        authorizations: [
          {
            enterprise_id: null,
            team_id: team,
            user_id: world.app.bot,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: false,
      }),
    },
    how,
  )
}

export async function mention(
  desk: Desk,
  { user, channel: id, text, thread, how }: MentionInput,
): Promise<Delivery> {
  const { world } = desk
  const channel = channelOf(world, user, id)
  if (!channel.members.has(world.app.bot))
    throw new Error(`The app is not in ${channel.name}, so Slack tells it of no mention there.`)
  const message = say(world, {
    channel,
    user,
    text: `<@${world.app.bot}> ${text}`,
    ...(thread && { thread }),
  })
  return event(desk, { ...messageEvent(world, message), type: 'app_mention' }, how)
}

export function dm(desk: Desk, { user, text, thread, how }: DmInput): Promise<Delivery> {
  const { world } = desk
  const channel = directMessage(world, user)
  const message = say(world, { channel, user, text, ...(thread && { thread }) })
  return event(desk, { ...messageEvent(world, message), type: 'message', channel_type: 'im' }, how)
}

export function openHome(
  desk: Desk,
  { user, how }: { readonly user: string; readonly how?: Tampering },
): Promise<Delivery> {
  const { world } = desk
  return event(
    desk,
    {
      type: 'app_home_opened',
      user: userOf(world, user).id,
      channel: directMessage(world, user).id,
      tab: 'home',
      event_ts: world.ts(),
      ...(world.homes.has(user) && { view: world.homes.get(user) }),
    },
    how,
  )
}

/** An event's body under another `event_id`. */
export function renamed(world: World, body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as Json), event_id: world.next('Ev') })
}
