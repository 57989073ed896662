import type { StreamStatus } from '#core/collect/status.ts'

import { type CollectPorts, statuses } from './collecting.ts'
import { type AlertPorts, alertHealth } from './health-alert.ts'
import { dueAt } from './status.ts'
import { same, sync } from './sync.ts'

export type SchedulerPorts = CollectPorts &
  Omit<AlertPorts, 'log'> & {
    /** Looks at what a pull has brought. */
    readonly pulled?: () => Promise<void>
  }

export type Scheduler = {
  /** Starts what is due, and tells who has to know. Resolves when it has started it. */
  tick(): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Tells what is under way to stop, and waits for it. What was stored stays. */
  stop(): Promise<void>
}

/** Pulls each connector's streams when they are due. A long pull of one holds up no other. */
export function scheduler(ports: SchedulerPorts): Scheduler {
  const stopping = new AbortController()
  const running = new Map<string, Promise<void>>()
  let telling = Promise.resolve()

  const safely = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      // The store may be down, or there is a bug: the next tick tries again.
      ports.log.error({ error: error instanceof Error ? error.name : 'unknown' }, what)
    }
  }
  const alert = () =>
    // One after another: two at once would both see what is not told yet.
    (telling = telling.then(() =>
      safely('The admins could not be told how connectors fare', async () => {
        if (!ports.lock.held()) await alertHealth(await statuses(ports), ports)
      }),
    ))
  const pull = async (job: Parameters<typeof sync>[0]['jobs'][number]) => {
    const signal = AbortSignal.any([stopping.signal, ports.lock.signal()])
    const outcomes = await sync({ jobs: [job], signal }, ports)
    if (outcomes.some(({ rows, changedDays }) => rows + changedDays > 0))
      await ports.collection.rebuild()
    for (const { connector, stream, result, rows, refused } of outcomes)
      if (result !== 'busy')
        ports.log.info(
          { connector, stream, result, rows, refused: refused.reduce((n, it) => n + it.count, 0) },
          'A stream was pulled',
        )
    await ports.pulled?.()
    await alert()
  }

  const start = async () => {
    if (ports.lock.held()) return
    const all = await statuses(ports)
    const states = await ports.collection.states()
    const now = ports.clock.now()
    for (const source of ports.sources) {
      const { id } = source.connector
      if (running.has(id) || stopping.signal.aborted) continue
      const streams = source.connector.streams.filter((stream) => {
        const name = { connector: id, stream: stream.id }
        const status = all.find((it) => same(it, name))
        const state = states.find((it) => same(it, name))
        return status !== undefined && runs(status) && dueAt(stream, state, now) <= now
      })
      if (streams.length === 0) continue
      const work = safely('A connector could not be pulled', () => pull({ source, streams }))
      running.set(
        id,
        work.finally(() => running.delete(id)),
      )
    }
    await alert()
  }

  return {
    tick: () => safely('What is due could not be found', start),
    idle: async () => {
      await Promise.all(running.values())
      await telling
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(running.values())
      await telling
    },
  }
}

/** Off has no next run. */
const runs = ({ nextRun }: StreamStatus): boolean => nextRun !== null
