import type { Only } from '#cli/doors.ts'
import type { Config } from '#config.ts'
import type { TellAdmins } from '#ports.ts'
import type { RunningSlack, SlackOptions } from '#slack/app.ts'
import type { RunningTeams, TeamsOptions } from '#teams/app.ts'
import { PUBLIC_CLOUD } from '#teams/cloud.ts'

import type { OpenHouse } from './house.ts'

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
  const { appId, tenant, secret, port, unauthenticated } = config.teams
  if (appId === undefined || tenant === undefined) return undefined
  const own = { appId, tenant, port, host: config.host }
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
      const all = await Promise.all([
        ...(slack && slackApp
          ? [slackApp.startSlack(slack, house).then((it) => onSlack(it, house))]
          : []),
        ...(teams && teamsApp
          ? [teamsApp.startTeams(teams, house).then((it) => onTeams(it, house))]
          : []),
      ])
      if (!talks) return nothing('Collecting only: Slack is not opened here. Nor is Teams.\n')
      if (all.length === 0)
        return nothing(
          'Slack is not set up, nor is Teams: collecting only (docs/slack.md, docs/teams.md).\n',
        )
      return {
        says: [
          ...(await firstAdmin(house, slack !== undefined)),
          ...all.flatMap(({ says }) => says),
        ],
        tell: tellAll(all.map(({ tell }) => tell)),
        stop: async () => {
          await Promise.all(all.map(({ stop }) => stop()))
        },
      }
    },
  }
}

function onSlack(
  { url, tellAdmins: tell, reach, stop }: RunningSlack,
  { subscribing }: OpenHouse,
): Listening {
  subscribing.chats.connect('slack', reach)
  const says =
    url === undefined
      ? 'Listening to Slack over Socket Mode.\n'
      : `Listening to Slack at ${url}/slack/events.\n`
  return { says: [says], tell, stop }
}

function onTeams(
  { url, tellAdmins: tell, reach, stop }: RunningTeams,
  { subscribing }: OpenHouse,
): Listening {
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

/** Everywhere; how many were reached. */
export const tellAll =
  (all: readonly TellAdmins[]): TellAdmins =>
  async (message, first) => {
    const reached = await Promise.all(all.map((tell) => tell(message, first)))
    return reached.reduce((sum, here) => sum + here, 0)
  }
