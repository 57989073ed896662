import { setTimeout as sleep } from 'node:timers/promises'

import { createAfter } from '#chat/after.ts'
import { createLater } from '#chat/later.ts'
import { UserError } from '#core/errors.ts'
import type { Reach, TellAdmins } from '#ports.ts'

import { createTeams } from './calls.ts'
import { createChats } from './chats.ts'
import { type Cloud, PUBLIC_CLOUD } from './cloud.ts'
import { inSharePoint, type Storage } from './csv.ts'
import { createGuard, type Guard, judge } from './guard.ts'
import { createHosting } from './hosting.ts'
import type { House } from './house.ts'
import { createHttp } from './http.ts'
import type { Kit } from './kit.ts'
import { createNames } from './names.ts'
import { createReach } from './reach.ts'
import { receive } from './receive.ts'
import { nameOf } from './refusal.ts'
import { createSdk, type Credentials } from './sdk.ts'
import { createTellAdmins } from './tell-admins.ts'
import { createWhoAsks } from './viewer.ts'

export type TeamsOptions = {
  readonly appId: string
  /** The Entra tenant we serve. */
  readonly tenant: string
  readonly credentials: Credentials
  readonly port: number
  readonly host: string
  /** Where others reach us, for pictures that no message carries. */
  readonly publicUrl?: string | undefined
  /** The channel or group chat where admins are told what nobody asked for; each in private, without one. */
  readonly adminChannel?: string | undefined
  /** Microsoft's, unless a test or the playground plays Teams. */
  readonly cloud?: Cloud | undefined
  readonly storage?: Storage | undefined
}

export type RunningTeams = {
  readonly url: string
  readonly tellAdmins: TellAdmins
  readonly reach: Reach
  /** Takes nothing more, lets what is under way finish for a few seconds, and stops. */
  readonly stop: () => Promise<void>
}

const LAST_ANSWERS_MS = 5_000
/** Names that are still shown are taken away meanwhile; those that could not be are the outbox's. */
const LAST_WORDS_MS = 5_000

/** Without credentials nobody signs: whoever reaches this machine is let in, and the config sees that it is one's own. */
function guardOf({ appId, tenant, credentials }: TeamsOptions, cloud: Cloud): Guard {
  return credentials.kind === 'none'
    ? (_, body) => Promise.resolve(judge(body, { tenant, cloud }))
    : createGuard({ appId, tenant, cloud })
}

/**
 * The wrong secret is met here, before anybody asks.
 * @throws UserError when Entra refuses it
 */
export async function identify(
  app: ReturnType<typeof createSdk>,
  { kind }: Credentials,
): Promise<void> {
  if (kind === 'none') return
  try {
    await app.tokenProvider.getAppToken()
  } catch (error) {
    throw new UserError(
      `Microsoft Entra gives no token for the Teams app (${nameOf(error)})`,
      'Check TEAMS_APP_ID, TEAMS_APP_SECRET and TEAMS_TENANT_ID, and that this machine may open https://login.microsoftonline.com.',
    )
  }
}

type Open = {
  readonly app: ReturnType<typeof createSdk>
  readonly kit: Kit
  /** Does at once what was to be done later; whatever waits for Teams after that is given up. */
  readonly doneWaiting: () => Promise<void>
}

/** @throws UserError when Entra refuses the app's secret */
export async function openKit(
  options: TeamsOptions,
  house: House,
  adapter: Parameters<typeof createSdk>[1],
): Promise<Open> {
  const { tenant, credentials, publicUrl, adminChannel, cloud = PUBLIC_CLOUD } = options
  const { aliases, clock, conversations, log, roles } = house
  const app = createSdk({ ...options, cloud }, adapter, log)
  await identify(app, credentials)
  const stopping = new AbortController()
  const teams = createTeams(app, log, stopping.signal)
  const { after, stop: doNow } = createAfter({ clock, log, nameOf })
  const names = createNames({ teams, conversations, tenant, clock, log })
  const whoAsks = createWhoAsks({ teams, tenant, roles, aliases, clock, log, names })
  return {
    app,
    doneWaiting: async () => {
      await Promise.race([doNow(), sleep(LAST_WORDS_MS, undefined, { ref: false })])
      stopping.abort()
    },
    kit: {
      house,
      teams,
      tenant,
      adminChannel,
      whoAsks,
      names,
      after,
      hosting: createHosting({ ...house, after, publicUrl }),
      chats: createChats({ teams, conversations, tenant }),
    },
  }
}

/**
 * Listens to Teams and answers. Resolves once requests are taken.
 * @throws UserError when Entra refuses the app's secret
 */
export async function startTeams(options: TeamsOptions, house: House): Promise<RunningTeams> {
  const { host, port, cloud = PUBLIC_CLOUD, storage = inSharePoint } = options
  const { log } = house
  const http = createHttp(guardOf(options, cloud), log)
  const { app, kit, doneWaiting } = await openKit(options, house, http.adapter)
  http.pictures(kit.hosting.fetched)
  const { later, settled } = createLater(log, nameOf)
  receive(app, { kit, storage, later, remembered: new Set() })
  await app.initialize()
  const { url, stop } = await http.listen(host, port)
  return {
    url,
    tellAdmins: createTellAdmins(kit, app.api.serviceUrl),
    reach: createReach(kit, app.api.serviceUrl),
    stop: async () => {
      await stop()
      await settled(LAST_ANSWERS_MS)
      await doneWaiting()
    },
  }
}
