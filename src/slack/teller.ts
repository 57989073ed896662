import type { TellAdmins } from '#ports.ts'

import { openKit, type SlackOptions } from './app.ts'
import type { House } from './house.ts'
import { createTellAdmins } from './tell-admins.ts'

/**
 * Tells admins without listening: for a command that runs beside the bot.
 * @throws UserError when Slack refuses the token or can't be reached
 */
export async function openTeller(
  options: Pick<SlackOptions, 'botToken' | 'apiUrl' | 'adminChannel'>,
  house: House,
): Promise<TellAdmins> {
  const { kit } = await openKit(options, house)
  return createTellAdmins(kit, options.adminChannel)
}
