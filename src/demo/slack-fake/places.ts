import { type Channel, type Json, type Modal, Refusal, type User, type World } from './world.ts'

export function userOf(world: World, id: string): User {
  const user = world.users.get(id)
  if (!user) throw new Error(`The fake workspace has no user ${id}.`)
  return user
}

/** The direct-message conversation of the app and one person, opened at first use. */
export function directMessage(world: World, user: string): Channel {
  const id = `D${userOf(world, user).id.slice(1)}`
  const known = world.channels.get(id)
  if (known) return known
  const channel: Channel = {
    id,
    name: 'directmessage',
    kind: 'im',
    members: new Set([user, world.app.bot]),
    archived: false,
  }
  world.channels.set(id, channel)
  return channel
}

const sees = (world: World, channel: Channel) =>
  channel.kind === 'public' || channel.members.has(world.app.bot)

/** A conversation the app may look at. @throws Refusal `channel_not_found` */
export function channelFor(world: World, id: unknown): Channel {
  const channel = typeof id === 'string' ? world.channels.get(id) : undefined
  if (!channel || !sees(world, channel)) throw new Refusal('channel_not_found')
  return channel
}

/**
 * A conversation the app may post to: by channel id, or by user id for its direct message.
 * @throws Refusal `channel_not_found`, `not_in_channel`, `is_archived`
 */
export function postable(world: World, id: unknown): Channel {
  const asUser = typeof id === 'string' ? world.users.get(id) : undefined
  if (asUser?.standing === 'deactivated' || asUser?.standing === 'stranger')
    throw new Refusal('channel_not_found')
  const channel = asUser ? directMessage(world, asUser.id) : channelFor(world, id)
  if (channel.archived) throw new Refusal('is_archived')
  const open = channel.kind === 'public' && world.settings.scopes.includes('chat:write.public')
  if (!channel.members.has(world.app.bot) && !open) throw new Refusal('not_in_channel')
  return channel
}

/** @throws Refusal `missing_argument` style `invalid_arguments`, naming the argument */
export function required(args: Json, name: string): string {
  const value = args[name]
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number') return String(value)
  throw new Refusal('invalid_arguments', {
    response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
  })
}

/** A form sends lists and objects as JSON text; a JSON body sends them as they are. */
export function structured(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw new Refusal('invalid_arguments')
  }
}

/** The modal that someone has open. */
export function openModal(world: World, user: string): Modal {
  const modal = world.modals.findLast((one) => one.open && one.user === user)
  if (!modal) throw new Error(`${user} has no modal open.`)
  return modal
}
