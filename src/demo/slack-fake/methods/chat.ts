import { acceptBlocks } from '#demo/slack-fake/blocks/check.ts'
import { postable, required } from '#demo/slack-fake/places.ts'
import { type Json, type Message, Refusal, type World } from '#demo/slack-fake/world.ts'

const LONGEST_TEXT = 40_000

export type Draft = {
  readonly channel: string
  readonly text: string
  readonly blocks: readonly Json[]
  readonly onlyFor?: string
  readonly thread?: string
}

/** Text and blocks of a request, checked. @throws Refusal `no_text`, `msg_too_long`, as blocks do */
export function content(world: World, args: Json, ephemeral: boolean) {
  const given = args['text']
  const text = typeof given === 'string' ? given : ''
  if (text.length > LONGEST_TEXT) throw new Refusal('msg_too_long')
  const blocks =
    args['blocks'] === undefined
      ? []
      : acceptBlocks(world, args['blocks'], { surface: 'message', ephemeral })
  if (text === '' && blocks.length === 0) throw new Refusal('no_text')
  return { text, blocks }
}

export function put(
  world: World,
  draft: Draft & Partial<Pick<Message, 'user' | 'from' | 'files'>>,
): Message {
  const message: Message = {
    user: world.app.bot,
    from: 'app',
    files: [],
    edited: false,
    ...draft,
    ts: world.ts(),
  }
  world.messages.push(message)
  world.changed()
  return message
}

export function change(
  world: World,
  message: Message,
  to: Pick<Message, 'text' | 'blocks' | 'edited'>,
): Message {
  const changed = { ...message, ...to }
  world.messages[world.messages.indexOf(message)] = changed
  world.changed()
  return changed
}

export function remove(world: World, message: Message): void {
  world.messages.splice(world.messages.indexOf(message), 1)
  world.changed()
}

/** A message as the Web API and interaction payloads write it. */
export function written(world: World, message: Message): Json {
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    ...(message.from === 'app' && { bot_id: world.app.botId, app_id: world.app.id }),
    text: message.text,
    team: world.team.id,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.files.length > 0 && { files: message.files.map((id) => ({ id })) }),
    ...(message.thread && { thread_ts: message.thread }),
    ...(message.edited && { edited: { user: message.user, ts: message.ts } }),
  }
}

function thread(args: Json): { thread?: string } {
  const ts = args['thread_ts']
  return typeof ts === 'string' && ts !== '' ? { thread: ts } : {}
}

export function postMessage(world: World, args: Json): Json {
  const channel = postable(world, required(args, 'channel'))
  const message = put(world, {
    channel: channel.id,
    ...content(world, args, false),
    ...thread(args),
  })
  return { channel: channel.id, ts: message.ts, message: written(world, message) }
}

export function postEphemeral(world: World, args: Json): Json {
  const channel = postable(world, required(args, 'channel'))
  const user = required(args, 'user')
  if (!channel.members.has(user)) throw new Refusal('user_not_in_channel')
  const message = put(world, {
    channel: channel.id,
    onlyFor: user,
    ...content(world, args, true),
    ...thread(args),
  })
  return { message_ts: message.ts }
}

/** Ephemeral messages are out of reach of `chat.update` and `chat.delete`. */
function own(world: World, args: Json, refusal: string): Message {
  const channel = required(args, 'channel')
  const ts = required(args, 'ts')
  postable(world, channel)
  const message = world.messages.find(
    (message) => message.channel === channel && message.ts === ts && !message.onlyFor,
  )
  if (!message) throw new Refusal('message_not_found')
  if (message.from !== 'app') throw new Refusal(refusal)
  return message
}

export function update(world: World, args: Json): Json {
  const message = own(world, args, 'cant_update_message')
  const { text, blocks } = content(world, args, false)
  const updated = change(world, message, { text, blocks, edited: true })
  return { channel: message.channel, ts: message.ts, text, message: written(world, updated) }
}

export function deleteMessage(world: World, args: Json): Json {
  const message = own(world, args, 'cant_delete_message')
  remove(world, message)
  return { channel: message.channel, ts: message.ts }
}
