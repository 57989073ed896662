import { backOffMs } from '#core/siem/back-off.ts'
import { type FeedName, FEEDS } from '#core/siem/record.ts'
import { type Batch, type SiemBook, type Sink, SinkError, type SinkSetting } from '#forwarding.ts'
import type { Clock, Log } from '#ports.ts'

import { fault } from './trouble.ts'

export type ForwardPorts = {
  readonly book: SiemBook
  readonly open: (setting: SinkSetting) => Sink
  /** This replica. */
  readonly by: string
  readonly clock: Clock
  readonly log: Log
  /** From 0 to 1. */
  readonly chance: () => number
  /** Resolves early when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Longer than a send may take, which is half a minute. */
const LEASE_MS = 90_000
/** How soon a replica that does not lead looks again. */
const ASIDE_MS = 10_000
/** How soon it is looked whether there is something new. */
const IDLE_MS = 2_000
/** Records in memory per sink, and what is sent twice at most when a sink or this process dies. */
const MOST = 500

/**
 * Forwards to each sink until the signal aborts. Each goes its own pace, and what it does not take yet
 * stays in the store: a dead one holds up no other. Never rejects.
 */
export async function forward(
  sinks: readonly SinkSetting[],
  ports: ForwardPorts,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(sinks.map((setting) => lead(setting, ports, signal)))
}

async function lead(setting: SinkSetting, ports: ForwardPorts, signal: AbortSignal): Promise<void> {
  const { book, by, log, chance, wait } = ports
  const sink = ports.open(setting)
  const turn = leadership(setting.number, ports)
  const failing = new Set<FeedName>()
  let faults = 0
  while (!signal.aborted) {
    try {
      const pause = (await turn()) ? await pass({ setting, sink, failing }, ports) : ASIDE_MS
      faults = 0
      if (pause > 0) await wait(pause, signal)
    } catch (error) {
      // Of the store, or ours: the sink is not to blame.
      faults += 1
      log.error({ sink: setting.number, ...fault(error) }, 'Nothing could be forwarded')
      await wait(backOffMs(faults, chance()), signal)
    }
  }
  await sink.close().catch(() => undefined)
  await book.release(setting.number, by).catch(() => undefined)
}

/** Whether this replica leads the sink; asks the store when a third of the time is gone. */
function leadership(sink: number, { book, by, clock }: ForwardPorts): () => Promise<boolean> {
  let until = 0
  return async () => {
    const now = clock.now()
    if (now < until - (LEASE_MS * 2) / 3) return true
    const mine = await book.lease(sink, by, { now, forMs: LEASE_MS })
    until = mine ? now + LEASE_MS : 0
    return mine
  }
}

type Led = {
  readonly setting: SinkSetting
  readonly sink: Sink
  /** Feeds whose last batch was not taken: while there is one, the sink is not well. */
  readonly failing: Set<FeedName>
}

/** One batch of each feed. Returns how long to wait before the next pass. */
async function pass({ setting, sink, failing }: Led, ports: ForwardPorts): Promise<number> {
  const { book, by, clock, log, chance } = ports
  let isIdle = true
  for (const feed of FEEDS) {
    const batch = await book.next(setting.number, feed, MOST)
    const kind = await faultOf(sink, batch)
    if (kind !== undefined) {
      failing.add(feed)
      const failures = await book.failed(setting.number, kind, clock.now())
      if (failures === 1)
        log.warn({ sink: setting.number, code: kind }, 'A SIEM does not take what it is sent')
      return backOffMs(failures, chance())
    }
    if (batch.records.length > 0) failing.delete(feed)
    const act = { by, at: clock.now(), well: failing.size === 0 }
    if (batch.position > batch.after) await book.sent(setting.number, batch, act)
    if (batch.records.length === MOST) isIdle = false
  }
  return isIdle ? IDLE_MS : 0
}

/** Why the sink did not take it; undefined when it did. */
async function faultOf(sink: Sink, { records }: Batch): Promise<string | undefined> {
  if (records.length === 0) return undefined
  try {
    await sink.send(records)
    return undefined
  } catch (error) {
    if (error instanceof SinkError) return error.kind
    throw error
  }
}
