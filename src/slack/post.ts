import { UserError } from '#core/errors.ts'
import type { Log } from '#ports.ts'

import { createSlack } from './calls.ts'
import { boltLogger } from './logger.ts'
import { isKnown, nameOf } from './refusal.ts'

type Posting = {
  readonly botToken: string
  readonly apiUrl?: string | undefined
  readonly channel: string
  readonly log: Log
}

/**
 * Says something in a channel, for a command that runs beside the bot.
 * @throws UserError when Slack does not take it
 */
export async function postLine(text: string, { channel, log, ...options }: Posting): Promise<void> {
  const slack = createSlack({ ...options, log, logger: boltLogger(log) })
  try {
    await slack.call('once', ({ chat: { postMessage } }) =>
      postMessage({ channel, text, unfurl_links: false }),
    )
  } catch (error) {
    if (!isKnown(error)) throw error
    throw new UserError(
      `Slack did not take the message for ${channel} (${nameOf(error)})`,
      'Invite the app to that channel, or correct AI_USAGE_SECURITY_CHANNEL.',
    )
  }
}
