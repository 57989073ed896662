import type { Config } from '#config.ts'
import { UserError } from '#core/errors.ts'

import { teamsOptions } from './chat.ts'
import { openLog } from './log.ts'

const SIGNED = 'The audit trail was signed. Keep this line:'

/**
 * Posts a signed head of the audit trail in each security channel that is set.
 * @throws UserError when one of them did not take it; the others were tried all the same
 */
export async function postHead(line: string, config: Config): Promise<void> {
  const done = await Promise.allSettled([toSlack(line, config), toTeams(line, config)])
  for (const one of done) if (one.status === 'rejected') throw one.reason
}

async function toSlack(line: string, { audit, slack, logLevel }: Config): Promise<void> {
  const { channel } = audit
  if (channel === undefined) return
  const { botToken } = slack
  if (botToken === undefined)
    throw new UserError(
      'AI_USAGE_SECURITY_CHANNEL is set, but Slack is not',
      'Set SLACK_BOT_TOKEN too, or leave the channel out.',
    )
  const { postLine } = await import('#slack/post.ts')
  const text = `${SIGNED}\n\`\`\`\n${line}\n\`\`\``
  await postLine(text, { botToken, channel, log: openLog(logLevel) })
}

async function toTeams(line: string, config: Config): Promise<void> {
  const { securityChannel: channel } = config.teams
  if (channel === undefined) return
  const options = teamsOptions(config)
  if (options === undefined)
    throw new UserError(
      'TEAMS_SECURITY_CHANNEL is set, but Teams is not',
      'Set TEAMS_APP_ID, TEAMS_APP_SECRET and TEAMS_TENANT_ID too, or leave the channel out.',
    )
  const { postLine } = await import('#teams/post.ts')
  await postLine(`${SIGNED}\n\n${line}`, { ...options, channel, log: openLog(config.logLevel) })
}
