import { schedule } from 'node-cron'

import { serveControl } from '#cli/control.ts'
import type { Io } from '#cli/doors.ts'
import type { Config } from '#config.ts'
import { UserError } from '#core/errors.ts'
import { pseudonymKey } from '#key.ts'

import { openHouse, type OpenHouse } from './house.ts'
import { openLog } from './log.ts'
import { stopped } from './stopped.ts'

/** Days left stale by a process that was stopped are rebuilt within this. */
const EVERY_MINUTE = '* * * * *'

type RunCommand = (house: OpenHouse, argv: readonly string[], io: Io) => Promise<number>

/** Runs the bot until it is told to stop; `run` serves the command lines of this machine meanwhile. */
export async function startBot(config: Config, io: Io, run: RunCommand): Promise<void> {
  const { botToken, signingSecret, appToken } = config.slack
  if (botToken === undefined || (signingSecret === undefined && appToken === undefined)) {
    throw new UserError(
      'Slack is not set up',
      'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP). docs/slack.md walks through it.',
    )
  }
  if (config.audit.keyFile !== undefined)
    throw new UserError(
      'AI_USAGE_AUDIT_KEY_FILE is set where the bot starts, and the bot must not be able to sign the audit trail',
      'Leave it out here; set it for ai-usage audit sign alone, run by another user (docs/audit.md).',
    )
  const log = openLog(config.logLevel)
  const { key, made } = pseudonymKey(config)
  if (made !== undefined)
    io.err(`A key for pseudonyms was made in ${made}. Keep a copy as safe as the data.\n`)
  // The store and the charts open in threads of their own, while this one reads Slack's packages.
  const loading = import('#slack/app.ts')
  await using house = await openHouse(config, { key, log })
  const [{ startSlack }] = await Promise.all([loading, house.warmCharts()])
  await using closing = new AsyncDisposableStack()
  if (config.databaseUrl === undefined)
    closing.use(await serveControl(config.dataFolder, (argv, from) => run(house, argv, from)))
  const slack = await startSlack(
    {
      botToken,
      signingSecret: signingSecret ?? '',
      appToken,
      port: config.port,
      host: config.host,
    },
    house,
  )
  const tick = schedule(EVERY_MINUTE, () => house.rebuildStale(), { noOverlap: true })
  const code = await house.admins.newClaimCode()
  if (code !== undefined)
    io.out(
      `Nobody may ask yet. Type this in Slack to become the first admin: /ai-usage claim ${code}\n`,
    )
  // Before anyone hears that we are ready: who stops us at once is heard too.
  const told = stopped()
  io.out(
    slack.url === undefined
      ? 'Listening to Slack over Socket Mode.\n'
      : `Listening to Slack at ${slack.url}/slack/events.\n`,
  )
  await told
  await tick.stop()
  await slack.stop()
}
