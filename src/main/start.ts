import { schedule } from 'node-cron'

import { serveControl } from '#cli/control.ts'
import type { Io } from '#cli/doors.ts'
import { UserError } from '#core/errors.ts'
import { keepWithinDaily } from '#jobs/retention.ts'
import { scheduler } from '#jobs/scheduler.ts'
import { pseudonymKey } from '#key.ts'
import type { Log, TellAdmins } from '#ports.ts'

import { isSetUp, loadChats } from './chat.ts'
import { openHouse, type OpenHouse } from './house.ts'
import { openLog } from './log.ts'
import { startReceiver } from './receiver.ts'
import type { Settings } from './settings.ts'
import { stopped } from './stopped.ts'

/** Days left stale by a process that was stopped are rebuilt, and streams pulled, within this. */
const EVERY_MINUTE = '* * * * *'

type RunCommand = (house: OpenHouse, argv: readonly string[], io: Io) => Promise<number>

/** Runs the bot until it is told to stop; `run` serves the command lines of this machine meanwhile. */
export async function startBot(settings: Settings, io: Io, run: RunCommand): Promise<void> {
  const { config, setUps, redact } = settings
  const collects =
    config.otlp.token !== undefined || setUps.some(({ missing }) => missing.length === 0)
  const talks = isSetUp(config)
  if (!talks && !collects)
    throw new UserError(
      'Neither Slack nor Teams is set up',
      'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP); docs/slack.md walks through it, and docs/teams.md through Teams.',
    )
  if (config.audit.keyFile !== undefined)
    throw new UserError(
      'AI_USAGE_AUDIT_KEY_FILE is set where the bot starts, and the bot must not be able to sign the audit trail',
      'Leave it out here; set it for ai-usage audit sign alone, run by another user (docs/audit.md).',
    )
  const log = openLog(config.logLevel, { redact })
  const { key, made } = pseudonymKey(config)
  if (made !== undefined)
    io.err(`A key for pseudonyms was made in ${made}. Keep a copy as safe as the data.\n`)
  // The store and the charts open in threads of their own, while this one reads the chats' packages.
  const loading = loadChats(config)
  await using house = await openHouse(config, { key, log, setUps, redact })
  const [chats] = await Promise.all([loading, talks && house.warmCharts()])
  await using closing = new AsyncDisposableStack()
  if (config.databaseUrl === undefined)
    closing.use(await serveControl(config.dataFolder, (argv, from) => run(house, argv, from)))
  const chat = await chats.start(house)
  const pulls = scheduler({
    ...house.collect,
    claims: house.claims,
    memory: house.memory,
    tell: talks ? chat.tell : tellLog(log),
  })
  const receiver = await startReceiver(house)
  const works = [
    () => house.rebuildStale(),
    () => pulls.tick(),
    () => prune(house, log),
    ...(receiver ? [receiver.drain] : []),
  ]
  const ticks = works.map((work) => schedule(EVERY_MINUTE, work, { noOverlap: true }))
  void pulls.tick()
  // Before anyone hears that we are ready: who stops us at once is heard too.
  const told = stopped()
  for (const line of chat.says) io.out(line)
  if (receiver) io.out(`Receiving OTLP at ${receiver.url}.\n`)
  await told
  for (const tick of ticks) await tick.stop()
  await receiver?.stop()
  await pulls.stop()
  await chat.stop()
}

/** Looked at every minute, done once a day. */
async function prune(house: OpenHouse, log: Log): Promise<void> {
  try {
    const pruned = await keepWithinDaily({ ...house, factDays: house.config.retentionDays })
    const rows = pruned.reduce((sum, it) => sum + it.rows, 0)
    if (rows > 0) log.info({ rows }, 'Rows past their time were deleted')
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown'
    log.error({ error: kind }, 'What is past its time could not be deleted')
  }
}

/** Without a chat the log is where admins look. */
function tellLog(log: Log): TellAdmins {
  return ({ summary }) => {
    log.warn({}, summary)
    return Promise.resolve(1)
  }
}
