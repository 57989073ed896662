import type { Config } from '#config.ts'
import type { TellAdmins } from '#ports.ts'
import type { TeamsOptions } from '#teams/app.ts'

import { tellAll, teamsOptions } from './chat.ts'
import type { OpenHouse } from './open-house.ts'

/** Tells admins in the chats that are set up, else nobody. Each is opened at the first word. */
export function teller(config: Config, house: () => OpenHouse): TellAdmins {
  const { botToken } = config.slack
  const teams = teamsOptions(config)
  const slackTeller = async () => {
    const { openTeller } = await import('#slack/teller.ts')
    return openTeller({ botToken: botToken ?? '', adminChannel: config.adminChannel }, house())
  }
  const teamsTeller = (options: TeamsOptions) => async () => {
    const { openTeller } = await import('#teams/teller.ts')
    return openTeller(options, house())
  }
  return tellAll([
    ...(botToken === undefined ? [] : [lazily(slackTeller)]),
    ...(teams === undefined ? [] : [lazily(teamsTeller(teams))]),
  ])
}

function lazily(open: () => Promise<TellAdmins>): TellAdmins {
  let opened: Promise<TellAdmins> | undefined
  return async (message, first) => {
    opened ??= open()
    try {
      const tell = await opened
      return await tell(message, first)
    } catch (error) {
      // The next message tries again.
      opened = undefined
      throw error
    }
  }
}
