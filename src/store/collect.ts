import { performance } from 'node:perf_hooks'

import type { Collecting, Collection, PullFacts } from '#collection.ts'
import type { BatchFacts } from '#ingest.ts'

import { commitPull } from './collect-commit.ts'
import { openIntake } from './collect-intake.ts'
import { wholeDays } from './collect-window.ts'
import { consents } from './consents.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import type { Store } from './store.ts'
import { beginStream, streamStates } from './stream-state.ts'
import { beginRun, listRuns } from './sync-runs.ts'
import { storedZone } from './workspace.ts'

/** Where pulls of connectors land, and how they fare. */
export function collection(store: Store): Collection {
  const { db } = store
  return {
    open: (facts) => open(store, facts),
    ...streamStates(db),
    ...consents(db),
    rebuild: (onProgress) => rebuildDirtyDays(db, onProgress ? { onProgress } : {}),
    runs: (limit) => listRuns(db, limit),
  }
}

async function open(store: Store, facts: PullFacts): Promise<Collecting> {
  const { connector, stream, at } = facts
  const began = performance.now()
  const name = { connector, stream: stream.id }
  const batch = await batchOf(store, facts)
  await beginStream(store.db, name, at)
  const run = facts.run ?? (await beginRun(store.db, name, at))
  const intake = await openIntake(store, facts, batch)
  let own: number | undefined
  return {
    run,
    add: (page) => intake.add(page),
    async commit(reach) {
      const now = at + Math.round(performance.now() - began)
      const { batch: number, ...result } = await commitPull(intake, {
        facts,
        batch,
        reach,
        own,
        run,
        now,
      })
      own = number ?? own
      await intake.next()
      return result
    },
    [Symbol.asyncDispose]: () => intake[Symbol.asyncDispose](),
  }
}

async function batchOf({ db }: Store, facts: PullFacts): Promise<BatchFacts> {
  const { connector, stream, window, at } = facts
  const batch = { kind: 'sync', files: [stream.source], by: connector, at } as const
  if (stream.how !== 'days') {
    return { ...batch, bucketZone: facts.zone ?? (await storedZone(db)) ?? 'UTC' }
  }
  if (window === undefined) throw new Error(`stream '${stream.id}' is pulled without a window`)
  const { bucketZone } = stream
  return { ...batch, bucketZone, window: wholeDays(window, bucketZone) }
}
