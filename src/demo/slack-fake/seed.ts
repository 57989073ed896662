import { randomBytes } from 'node:crypto'

import type { Channel, Settings, Standing, User, World } from './world.ts'

type UserSeed = {
  readonly id: string
  readonly name: string
  readonly realName?: string
  readonly standing?: Standing
  readonly timeZone?: string
  /** `name@northwind.example`, when absent. */
  readonly email?: string
}

type UsergroupSeed = {
  readonly id: string
  readonly handle: string
  readonly members: readonly string[]
}

type ChannelSeed = {
  readonly id: string
  readonly name: string
  readonly kind?: 'public' | 'private'
  /** User ids; the app's bot is in only where it is named (`UBOT`). */
  readonly members: readonly string[]
  readonly archived?: boolean
}

type WorkspaceSeed = {
  readonly id?: string
  readonly name?: string
  readonly domain?: string
  readonly channels?: readonly ChannelSeed[]
}

export type SlackFakeOptions = {
  readonly signingSecret: string
  /** 0 or absent: any free port. Always on 127.0.0.1. */
  readonly port?: number
  readonly workspace?: WorkspaceSeed
  readonly users?: readonly UserSeed[]
  readonly usergroups?: readonly UsergroupSeed[]
  /** The slash command the app registered. */
  readonly command?: string
  readonly settings?: Partial<Settings>
}

const BOT = 'UBOT'

/** The bot scopes of an app that answers commands, mentions and DMs, and uploads pictures. */
const SCOPES = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'usergroups:read',
  'users:read',
  'users:read.email',
]

const USERS: readonly UserSeed[] = [
  { id: 'UADMIN', name: 'ada', realName: 'Ada Moreau', standing: 'admin' },
  { id: 'UMEMBER', name: 'ben', realName: 'Ben Okafor' },
  { id: 'UGUEST', name: 'gil', realName: 'Gil Santos', standing: 'guest' },
]

const CHANNELS: readonly ChannelSeed[] = [
  { id: 'CGENERAL', name: 'general', members: ['UADMIN', 'UMEMBER', 'UGUEST', BOT] },
  { id: 'CRANDOM', name: 'random', members: ['UADMIN', 'UMEMBER'] },
  { id: 'CLEADS', name: 'leads', kind: 'private', members: ['UADMIN', BOT] },
  { id: 'COLD', name: 'old-news', members: ['UADMIN', BOT], archived: true },
]

function channelOf({ id, name, kind, members, archived }: ChannelSeed): Channel {
  return {
    id,
    name,
    kind: kind ?? 'public',
    members: new Set(members),
    archived: archived ?? false,
  }
}

function userOf({ id, name, realName, standing, timeZone, email }: UserSeed): User {
  return {
    id,
    name,
    realName: realName ?? name,
    standing: standing ?? 'member',
    timeZone: timeZone ?? 'Europe/Zurich',
    email: email ?? `${name}@northwind.example`,
  }
}

export type Controls = { readonly advance: (ms: number) => void; readonly onChange: Listen }
type Listen = (listener: () => void) => () => void

/** A workspace with the app installed, and what moves its clock and hears its changes. */
export function seedWorld(options: SlackFakeOptions): { world: World; controls: Controls } {
  const { id = 'TFAKE', name = 'Northwind', domain = 'northwind' } = options.workspace ?? {}
  const app = { id: 'AFAKE', bot: BOT, botId: 'BFAKE' }
  const bot: UserSeed = { id: BOT, name: 'ai_usage', realName: 'AI Usage', standing: 'bot' }
  const users = [...(options.users ?? USERS), bot]
  const listeners = new Set<() => void>()
  let offset = 0
  let counter = 0
  const now = () => Date.now() + offset
  const world: World = {
    team: { id, name, domain },
    app,
    tokens: {
      bot: `xoxb-fake-${randomBytes(12).toString('hex')}`,
      app: `xapp-fake-${randomBytes(12).toString('hex')}`,
    },
    signingSecret: options.signingSecret,
    command: options.command ?? '/ai-usage',
    users: new Map(users.map((seed) => [seed.id, userOf(seed)])),
    channels: new Map(
      (options.workspace?.channels ?? CHANNELS).map((seed) => [seed.id, channelOf(seed)]),
    ),
    usergroups: new Map(
      (options.usergroups ?? []).map(({ id, handle, members }) => [
        id,
        { id, handle, members: new Set(members) },
      ]),
    ),
    messages: [],
    files: new Map(),
    homes: new Map(),
    modals: [],
    triggers: new Map(),
    calls: [],
    settings: {
      processing: 0,
      ephemeralPictures: 'shown',
      nativeCharts: 'shown',
      strictRates: false,
      maxBlockCharacters: 10_000,
      token: 'valid',
      scopes: SCOPES,
      ackMs: 3000,
      ...options.settings,
    },
    url: '',
    now,
    next: (prefix) => `${prefix}${String((counter += 1)).padStart(9, '0')}`,
    ts: () => `${Math.floor(now() / 1000)}.${String((counter += 1)).padStart(6, '0')}`,
    changed: () => {
      for (const listener of listeners) listener()
    },
  }
  return {
    world,
    controls: {
      advance: (ms) => {
        offset += ms
      },
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  }
}
