import { UserError } from '#core/errors.ts'
import type { Log } from '#ports.ts'

import { identify, type TeamsOptions } from './app.ts'
import { createTeams } from './calls.ts'
import { PUBLIC_CLOUD } from './cloud.ts'
import { isKnown, nameOf } from './refusal.ts'
import { toConversation } from './reply.ts'
import { createSdk } from './sdk.ts'

type Posting = TeamsOptions & {
  /** The id of a channel or group chat. */
  readonly channel: string
  readonly log: Log
}

/**
 * Says something in a channel, for a command that runs beside the bot.
 * @throws UserError when Entra refuses the app's secret, or Teams does not take it
 */
export async function postLine(text: string, { channel, log, ...options }: Posting): Promise<void> {
  const { cloud = PUBLIC_CLOUD, credentials } = options
  const app = createSdk({ ...options, cloud }, { registerRoute: () => undefined }, log)
  await identify(app, credentials)
  const spot = { id: channel, serviceUrl: app.api.serviceUrl }
  try {
    const reply = toConversation(createTeams(app, log), spot, { how: 'once' })
    await reply.say({ text, summary: text })
  } catch (error) {
    if (!isKnown(error)) throw error
    throw new UserError(
      `Teams did not take the message for ${channel} (${nameOf(error)})`,
      'Add the app to that team or chat, or correct TEAMS_SECURITY_CHANNEL.',
    )
  }
}
