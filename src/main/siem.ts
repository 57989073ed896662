import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Config } from '#config.ts'
import type { Sender } from '#core/siem/record.ts'
import type { SinkStatus } from '#core/siem/status.ts'
import type { Db } from '#db/db.ts'
import type { SiemDesk, Sink, SinkSetting } from '#forwarding.ts'
import { forward, type ForwardPorts } from '#jobs/forward.ts'
import type { AlertPorts } from '#jobs/health-alert.ts'
import { alertSinks, changesMessage } from '#jobs/siem-alert.ts'
import { siemDesk } from '#jobs/siem-desk.ts'
import { fault } from '#jobs/trouble.ts'
import type { Audit, Clock, LockWatch, Log } from '#ports.ts'
import { openSink } from '#siem/open-sink.ts'
import { siemBook } from '#store/siem.ts'
import type { Store } from '#store/store.ts'

import packageFile from '../../package.json' with { type: 'json' }

type Parts = {
  readonly config: Config
  readonly db: Db
  readonly storeKind: Store['kind']
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
}

export type SiemHouse = {
  readonly siem: SiemDesk & ForwardPorts
  /** How those fare that are set. */
  readonly sinks: () => Promise<readonly SinkStatus[]>
}

/** What forwarding needs of the house. */
export function siemHouse({ config, db, storeKind, audit, clock, log }: Parts): SiemHouse {
  const book = siemBook(db)
  const sender: Sender = { version: packageFile.version, host: hostname() }
  const open = (setting: SinkSetting): Sink => openSink(setting, sender, () => clock.now())
  const { sinks } = config.siem
  const desk = siemDesk({ book, sinks, open, audit, clock, id: () => `test-${randomUUID()}` })
  return {
    siem: {
      ...desk,
      book,
      open,
      // Who has the embedded store has it alone: what a process that was killed led is free at once.
      by: storeKind === 'embedded' ? 'the process with the store' : randomUUID(),
      clock,
      log,
      chance: Math.random,
      wait: async (ms, signal) => {
        await sleep(ms, undefined, { signal }).catch(() => undefined)
      },
    },
    sinks: desk.status,
  }
}

type Forwarding = SiemHouse &
  Omit<AlertPorts, 'tell'> & {
    readonly config: Config
    readonly lock: LockWatch
  }

export type Forwarder = {
  /** Tells the admins what there is to tell. Never rejects. */
  readonly tick: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Forwards to the sinks that are set, also while all is locked: that is when a SIEM is needed. */
export async function startForwarding(
  { siem, config, lock, ...house }: Forwarding,
  tell: AlertPorts['tell'],
): Promise<Forwarder> {
  const { sinks, from } = config.siem
  const changes = await siem.book.register(sinks, { from, at: house.clock.now() })
  if (changes.length > 0 && !lock.held()) await tell(changesMessage(changes))
  const stop = new AbortController()
  const done = forward(sinks, siem, stop.signal)
  return {
    async tick() {
      if (sinks.length === 0 || lock.held()) return
      try {
        await alertSinks(siem.book, { ...house, tell })
      } catch (error) {
        house.log.error(fault(error), 'Nobody could be told how SIEMs fare')
      }
    },
    async stop() {
      stop.abort()
      await done
    },
  }
}
