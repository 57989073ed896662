import type { Config } from '#config.ts'
import type { TellAdmins } from '#ports.ts'
import type { House } from '#slack/house.ts'

/** Tells admins over Slack where that is set up, else nobody. Slack is opened at the first word. */
export function teller(config: Config, house: () => House): TellAdmins {
  const { botToken } = config.slack
  if (botToken === undefined) return () => Promise.resolve(0)
  let opened: Promise<TellAdmins> | undefined
  const open = async () => {
    const { openTeller } = await import('#slack/teller.ts')
    return openTeller({ botToken, adminChannel: config.adminChannel }, house())
  }
  return async (message, first) => {
    opened ??= open()
    try {
      return await (
        await opened
      )(message, first)
    } catch (error) {
      // The next message tries again.
      opened = undefined
      throw error
    }
  }
}
