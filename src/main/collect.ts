import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Pseudonymizer } from '#collect.ts'
import type { Collection } from '#collection.ts'
import type { Config } from '#config.ts'
import { egressFetch } from '#connectors/egress.ts'
import type { SetUp } from '#connectors/settings.ts'
import type { CollectPorts } from '#jobs/collecting.ts'
import type { Audit, Clock, LockWatch, Log } from '#ports.ts'
import { priceBook } from '#prices/price-book.ts'
import type { Store } from '#store/store.ts'

type Parts = {
  readonly config: Config
  readonly setUps: readonly SetUp[]
  readonly redact: (text: string) => string
  readonly collection: Collection
  readonly storeKind: Store['kind']
  readonly pseudonyms: Pseudonymizer
  readonly zone: string
  readonly clock: Clock
  readonly log: Log
  readonly audit: Audit
  readonly lock: LockWatch
}

/** What collecting needs of the house: every connector with its guarded fetch, and the store. */
export function collectPorts(parts: Parts): CollectPorts {
  const { config, setUps, pseudonyms, zone, clock } = parts
  const { collection, log, audit, lock, redact } = parts
  const price = priceBook()
  const sources = setUps.map(({ connector, missing, setting }) => ({
    connector,
    missing,
    call: (signal: AbortSignal) => ({
      fetch: egressFetch(connector, { setting, via: config.egress }),
      setting,
      pseudonyms,
      price,
      zone,
      now: () => clock.now(),
      signal,
    }),
  }))
  return {
    sources,
    listens: config.otlp.token !== undefined,
    collection,
    clock,
    log,
    audit,
    lock,
    redact,
    // Who has the embedded store has it alone: what a process that was killed held is free at once.
    by: parts.storeKind === 'embedded' ? 'the process with the store' : randomUUID(),
    underWay: new Set(),
    wait: async (ms, signal) => {
      await sleep(ms, undefined, { signal }).catch(() => undefined)
    },
  }
}
