import type { TellAdmins } from '#ports.ts'

import { openKit, type TeamsOptions } from './app.ts'
import type { House } from './house.ts'
import { createTellAdmins } from './tell-admins.ts'

/**
 * Tells admins without listening: for a command that runs beside the bot.
 * @throws UserError when Entra refuses the app's secret
 */
export async function openTeller(options: TeamsOptions, house: House): Promise<TellAdmins> {
  const { app, kit } = await openKit(options, house, { registerRoute: () => undefined })
  return createTellAdmins(kit, app.api.serviceUrl)
}
