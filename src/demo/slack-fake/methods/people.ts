import { channelFor, directMessage, required } from '#demo/slack-fake/places.ts'
import {
  type Channel,
  type Json,
  Refusal,
  type Standing,
  type User,
  type World,
} from '#demo/slack-fake/world.ts'

export function authTest(world: World): Json {
  return {
    url: `https://${world.team.domain}.slack.com/`,
    team: world.team.name,
    user: world.users.get(world.app.bot)?.name,
    team_id: world.team.id,
    user_id: world.app.bot,
    bot_id: world.app.botId,
    is_enterprise_install: false,
  }
}

type Flags = Readonly<
  Partial<
    Record<
      | 'is_admin'
      | 'is_owner'
      | 'is_restricted'
      | 'is_ultra_restricted'
      | 'is_bot'
      | 'is_stranger'
      | 'deleted',
      true
    >
  >
>

const FLAGS: Readonly<Record<Standing, Flags>> = {
  owner: { is_owner: true, is_admin: true },
  admin: { is_admin: true },
  member: {},
  guest: { is_restricted: true },
  'single-channel-guest': { is_restricted: true, is_ultra_restricted: true },
  deactivated: { deleted: true },
  bot: { is_bot: true },
  stranger: { is_stranger: true },
}

function member(world: World, user: User): Json {
  const address = world.settings.scopes.includes('users:read.email') && user.standing !== 'bot'
  return {
    id: user.id,
    team_id: user.standing === 'stranger' ? 'TELSEWHERE' : world.team.id,
    name: user.name,
    real_name: user.realName,
    tz: user.timeZone,
    deleted: false,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    ...FLAGS[user.standing],
    profile: {
      real_name: user.realName,
      display_name: user.name,
      ...(address && { email: user.email }),
    },
  }
}

export function usersInfo(world: World, args: Json): Json {
  const user = world.users.get(required(args, 'user'))
  if (!user) throw new Refusal('user_not_found')
  return { user: member(world, user) }
}

/** A page of at most two: who reads only the first page is found out. */
const LARGEST_PAGE = 2

export function usersList(world: World, args: Json): Json {
  const from = Number(args['cursor'] ?? 0) || 0
  const all = [...world.users.values()]
  const until = from + Math.min(Number(args['limit'] ?? LARGEST_PAGE), LARGEST_PAGE)
  return {
    members: all.slice(from, until).map((user) => member(world, user)),
    response_metadata: { next_cursor: until < all.length ? String(until) : '' },
  }
}

/** https://docs.slack.dev/reference/methods/usergroups.list */
export function usergroupsList(world: World, args: Json): Json {
  const withUsers = String(args['include_users']) === 'true'
  return {
    usergroups: [...world.usergroups.values()].map(({ id, handle, members }) => ({
      id,
      team_id: world.team.id,
      is_usergroup: true,
      handle,
      date_delete: 0,
      user_count: members.size,
      ...(withUsers && { users: [...members] }),
    })),
  }
}

export function openConversation(world: World, args: Json): Json {
  const users = required(args, 'users').split(',').filter(Boolean)
  if (users.length !== 1) throw new Refusal('invalid_user_combination')
  const user = world.users.get(users[0] ?? '')
  if (!user) throw new Refusal('user_not_found')
  if (user.standing === 'deactivated') throw new Refusal('user_disabled')
  if (user.standing === 'bot') throw new Refusal('cannot_dm_bot')
  return { channel: described(world, directMessage(world, user.id)) }
}

function described(world: World, channel: Channel): Json {
  const shared = { id: channel.id, is_archived: channel.archived }
  return channel.kind === 'im'
    ? { ...shared, is_im: true, user: [...channel.members].find((id) => id !== world.app.bot) }
    : {
        ...shared,
        name: channel.name,
        is_channel: channel.kind === 'public',
        is_group: channel.kind === 'private',
        is_im: false,
        is_mpim: false,
        is_private: channel.kind === 'private',
        is_member: channel.members.has(world.app.bot),
        is_shared: channel.shared === true,
        is_ext_shared: channel.shared === true,
      }
}

/** The conversations the app is in, two a page: https://docs.slack.dev/reference/methods/users.conversations */
export function usersConversations(world: World, args: Json): Json {
  const { types } = args
  const kinds = (typeof types === 'string' ? types : 'public_channel').split(',')
  const wanted = [...world.channels.values()].filter(
    ({ kind, members, archived }) =>
      members.has(world.app.bot) &&
      kinds.includes(kind === 'im' ? 'im' : `${kind}_channel`) &&
      !(archived && String(args['exclude_archived']) === 'true'),
  )
  const from = Number(args['cursor'] ?? 0) || 0
  const until = from + LARGEST_PAGE
  return {
    channels: wanted.slice(from, until).map((channel) => described(world, channel)),
    response_metadata: { next_cursor: until < wanted.length ? String(until) : '' },
  }
}

export function conversationInfo(world: World, args: Json): Json {
  return { channel: described(world, channelFor(world, required(args, 'channel'))) }
}

/** https://docs.slack.dev/reference/methods/conversations.members, in pages as small as of people. */
export function conversationMembers(world: World, args: Json): Json {
  const all = [...channelFor(world, required(args, 'channel')).members]
  const from = Number(args['cursor'] ?? 0) || 0
  const until = from + Math.min(Number(args['limit'] ?? LARGEST_PAGE), LARGEST_PAGE)
  return {
    members: all.slice(from, until),
    response_metadata: { next_cursor: until < all.length ? String(until) : '' },
  }
}
