import { serveControl } from '#cli/control.ts'
import type { Io, Only } from '#cli/doors.ts'
import { judgeActions } from '#jobs/actions.ts'
import { takeFirstLimits } from '#jobs/first-limits.ts'
import { scoreForecasts } from '#jobs/forecasts.ts'
import { announcePolicy } from '#jobs/policy.ts'
import { publishWhenDue } from '#jobs/publish.ts'
import { raiseAlerts } from '#jobs/raise-alerts.ts'
import { keepWithinDaily } from '#jobs/retention.ts'
import { readRoleGroups } from '#jobs/role-groups.ts'
import { scheduler } from '#jobs/scheduler.ts'
import { watchBudgets } from '#jobs/watch-budgets.ts'
import { watchDeliveries } from '#jobs/watch-deliveries.ts'
import type { PseudonymKeys } from '#key.ts'
import type { Log, TellAdmins } from '#ports.ts'
import type { Store } from '#store/store.ts'

import { canSpeak, loadChats } from './chat.ts'
import { startDelivering } from './delivering.ts'
import { startGauges } from './gauges.ts'
import { openHouse } from './house.ts'
import { openLog } from './log.ts'
import type { OpenHouse } from './open-house.ts'
import type { Parts } from './parts.ts'
import { startReceiver } from './receiver.ts'
import type { Settings } from './settings.ts'
import { startForwarding } from './siem.ts'
import { stopped } from './stopped.ts'
import { everyMinute } from './tick.ts'

type RunCommand = (house: OpenHouse, argv: readonly string[], io: Io) => Promise<number>

export type StartOptions = {
  /** Serves the command lines of this machine meanwhile. */
  readonly run: RunCommand
  /** The part that runs here; both, without it. */
  readonly only?: Only | undefined
}

/** What is read and begun before the bot's own code is. */
type Begun = Settings & {
  readonly parts: Parts
  readonly keys: PseudonymKeys
  readonly store: Promise<Store>
}

/** Runs the bot until it is told to stop. */
export async function startBot(
  { config, setUps, redact, parts, keys, store }: Begun,
  io: Io,
  { run, only }: StartOptions,
): Promise<void> {
  const { talks: inSlack, teams, collects } = parts
  const talks = inSlack !== undefined || teams !== undefined
  const log = openLog(config.logLevel, { redact })
  const loading = loadChats(config, only)
  await using house = await openHouse(config, { ...keys, log, setUps, redact, store })
  await house.requireKeys()
  const [chats] = await Promise.all([loading, talks && house.warmCharts()])
  await using closing = new AsyncDisposableStack()
  if (config.databaseUrl === undefined)
    closing.use(await serveControl(config.dataFolder, (argv, from) => run(house, argv, from)))
  const chat = await chats.start(house)
  closing.defer(() => chat.stop())
  // A collector may hold a chat's token to speak, and listens to nobody.
  const speaks = canSpeak(config) ? house.tellAdmins : tellLog(log)
  const tell = talks ? chat.tell : speaks
  const pulls = scheduler({
    ...house.collect,
    claims: house.claims,
    memory: house.memory,
    tell,
    pulled: () => raiseAlerts(house),
  })
  closing.defer(() => pulls.stop())
  // A part that only talks leaves sinks as they are: another process leads them.
  const forwarder = only === 'chat' ? undefined : await startForwarding(house, tell)
  closing.defer(() => forwarder?.stop())
  const sender = talks ? startDelivering(house, tell) : undefined
  closing.defer(() => sender?.stop())
  const receiver = collects ? await startReceiver(house) : undefined
  closing.defer(() => receiver?.stop())
  const gauges = await startGauges(house)
  closing.defer(() => gauges?.stop())
  const groups = () => readRoleGroups({ ...house, ...house.collect })
  const reach = house.subscribing.chats
  const works = [
    () => house.rebuildStale(),
    // Streams that were switched off are told of where nothing is collected, unless another process is for that.
    ...(only === 'chat' ? [] : [() => pulls.tick()]),
    ...(only === 'chat' ? [] : [groups]),
    () => prune(house, log),
    () => publishWhenDue(house),
    () => takeFirstLimits(house),
    () => raiseAlerts(house),
    () => judgeActions(house.actions),
    () => scoreForecasts(house),
    // Where a chat runs elsewhere, a log is no announcement.
    ...(only !== 'collect' || canSpeak(config)
      ? [
          () => announcePolicy({ ...house.policy, tellAdmins: tell }),
          () => watchDeliveries({ ...house, outbox: house.subscribing.outbox, tell }),
        ]
      : []),
    // It looks every second by itself; should that stop, this does not.
    ...(sender
      ? [() => watchBudgets({ ...house, chats: reach, platforms: reach.platforms }), sender.tick]
      : []),
    ...(receiver ? [receiver.drain] : []),
    ...(forwarder ? [forwarder.tick] : []),
  ]
  for (const work of works) {
    const tick = everyMinute(work, log)
    closing.defer(() => tick.stop())
  }
  if (collects) void pulls.tick()
  if (only !== 'chat') void groups()
  // Before anyone hears that we are ready: who stops us at once is heard too.
  const told = stopped()
  for (const line of chat.says) io.out(line)
  if (receiver) io.out(`Receiving OTLP at ${receiver.url}.\n`)
  if (gauges) io.out(`Metrics are at ${gauges.url}.\n`)
  await told
}

/** Looked at every minute, done once a day. */
async function prune(house: OpenHouse, log: Log): Promise<void> {
  try {
    const pruned = await keepWithinDaily({
      ...house,
      policies: house.policy.book,
      factDays: house.config.retentionDays,
    })
    const rows = pruned.reduce((sum, it) => sum + it.rows, 0)
    if (rows > 0) log.info({ rows }, 'Rows past their time were deleted')
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown'
    log.error({ error: kind }, 'What is past its time could not be deleted')
  }
}

/** Without a chat the log is where admins look. */
function tellLog(log: Log): TellAdmins {
  return async ({ summary }, first) => {
    if (!first || (await first('log'))) log.warn({}, summary)
    return 1
  }
}
