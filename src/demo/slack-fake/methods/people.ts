import { channelFor, directMessage, required } from '#demo/slack-fake/places.ts'
import {
  type Channel,
  type Json,
  Refusal,
  type Standing,
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

export function usersInfo(world: World, args: Json): Json {
  const user = world.users.get(required(args, 'user'))
  if (!user) throw new Refusal('user_not_found')
  return {
    user: {
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
      profile: { real_name: user.realName, display_name: user.name },
    },
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
        is_shared: false,
        is_ext_shared: false,
      }
}

export function conversationInfo(world: World, args: Json): Json {
  return { channel: described(world, channelFor(world, required(args, 'channel'))) }
}
