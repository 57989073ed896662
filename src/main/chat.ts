import type { Only } from '#cli/doors.ts'
import type { Config } from '#config.ts'
import type { TellAdmins } from '#ports.ts'
import type { RunningSlack, SlackOptions } from '#slack/app.ts'
import type { RunningTeams, TeamsOptions } from '#teams/app.ts'
import { PUBLIC_CLOUD } from '#teams/cloud.ts'

import type { OpenHouse } from './open-house.ts'

/** The chat platforms that are set up, loaded but not yet listening. */
export type Chats = { readonly start: (house: OpenHouse) => Promise<Listening> }

type Listening = {
  /** What whoever started the bot reads, line by line. */
  readonly says: readonly string[]
  readonly tell: TellAdmins
  readonly stop: () => Promise<void>
}

export function slackOptions(config: Config): SlackOptions | undefined {
  const { botToken, signingSecret, appToken } = config.slack
  if (botToken === undefined || (signingSecret === undefined && appToken === undefined))
    return undefined
  const { port, host, adminChannel } = config
  return { botToken, signingSecret: signingSecret ?? '', appToken, port, host, adminChannel }
}

/** Undefined unless all that Teams needs is set; a playground needs no secret. */
export function teamsOptions(config: Config): TeamsOptions | undefined {
  const { appId, tenant, secret, port, publicUrl, adminChannel, unauthenticated } = config.teams
  if (appId === undefined || tenant === undefined) return undefined
  const own = { appId, tenant, port, host: config.host, publicUrl, adminChannel }
  if (secret !== undefined) return { ...own, credentials: { kind: 'secret', secret } }
  if (unauthenticated === undefined) return undefined
  const cloud = { ...PUBLIC_CLOUD, services: [unauthenticated] }
  return { ...own, credentials: { kind: 'none' }, cloud }
}

/** Whether people can ask in any chat. */
export function isSetUp(config: Config): boolean {
  return (slackOptions(config) ?? teamsOptions(config)) !== undefined
}

/** Whether admins can be told something, if only by who listens to nobody. */
export function canSpeak(config: Config): boolean {
  return config.slack.botToken !== undefined || teamsOptions(config) !== undefined
}

const nothing = (says: string): Listening => ({
  says: [says],
  tell: () => Promise.resolve(0),
  stop: () => Promise.resolve(),
})

/** Reads the packages of the platforms that are set up. */
export async function loadChats(config: Config, only?: Only): Promise<Chats> {
  const talks = only !== 'collect'
  const slack = talks ? slackOptions(config) : undefined
  const teams = talks ? teamsOptions(config) : undefined
  const [slackApp, teamsApp] = await Promise.all([
    slack && import('#slack/app.ts'),
    teams && import('#teams/app.ts'),
  ])
  return {
    start: async (house) => {
      await using starting = new AsyncDisposableStack()
      const onto = { slack: onSlack(house), teams: onTeams(house) }
      const all = await allOrThrow(
        [
          ...(slack && slackApp ? [slackApp.startSlack(slack, house).then(onto.slack)] : []),
          ...(teams && teamsApp ? [teamsApp.startTeams(teams, house).then(onto.teams)] : []),
        ],
        ({ stop }) => starting.defer(stop),
      )
      if (!talks) return nothing('Collecting only: Slack is not opened here. Nor is Teams.\n')
      if (all.length === 0)
        return nothing(
          'Slack is not set up, nor is Teams: collecting only (docs/slack.md, docs/teams.md).\n',
        )
      const says = [
        ...(await firstAdmin(house, slack !== undefined)),
        ...all.flatMap((chat) => chat.says),
      ]
      const started = starting.move()
      return {
        says,
        tell: tellAll(all.map(({ tell }) => tell)),
        stop: () => started.disposeAsync(),
      }
    },
  }
}

/** Every one of them, or the first fault; `had` takes those that came nevertheless. */
export async function allOrThrow<Item>(
  coming: readonly Promise<Item>[],
  had: (item: Item) => void,
): Promise<readonly Item[]> {
  const came = await Promise.allSettled(coming)
  const items = came.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  for (const item of items) had(item)
  for (const one of came) if (one.status === 'rejected') throw one.reason
  return items
}

const onSlack =
  ({ subscribing }: OpenHouse) =>
  ({ url, tellAdmins: tell, reach, stop }: RunningSlack): Listening => {
    subscribing.chats.connect('slack', reach)
    const says =
      url === undefined
        ? 'Listening to Slack over Socket Mode.\n'
        : `Listening to Slack at ${url}/slack/events.\n`
    return { says: [says], tell, stop }
  }

const onTeams =
  ({ subscribing }: OpenHouse) =>
  ({ url, tellAdmins: tell, reach, stop }: RunningTeams): Listening => {
    subscribing.chats.connect('teams', reach)
    return { says: [`Listening to Teams at ${url}/api/messages.\n`], tell, stop }
  }

async function firstAdmin({ admins }: OpenHouse, inSlack: boolean): Promise<readonly string[]> {
  const code = await admins.newClaimCode()
  const where = inSlack ? 'in Slack' : 'to AI Usage in Teams'
  const command = inSlack ? '/ai-usage claim' : 'claim'
  return code === undefined
    ? []
    : [`Nobody may ask yet. Type this ${where} to become the first admin: ${command} ${code}\n`]
}

/** Everywhere; how many were reached. Rejects where nobody was, and a platform failed. */
export const tellAll =
  (all: readonly TellAdmins[]): TellAdmins =>
  async (message, first) => {
    const told = await Promise.allSettled(all.map((tell) => tell(message, first)))
    const reached = told.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
    const failed = told.find(({ status }) => status === 'rejected')
    if (reached === 0 && failed?.status === 'rejected') throw failed.reason
    return reached
  }
