import { dayAt } from '#core/time/day.ts'
import type { BatchFacts, GovernanceStage } from '#ingest.ts'

import { recordBatch } from './batches.ts'
import { storeGovernance } from './collect-governance.ts'
import { dryRunnable } from './directory.ts'
import { addNames, newNames } from './names.ts'
import { requireKeys } from './pseudonym-key.ts'
import { openSpool } from './spool.ts'
import type { Store } from './store.ts'

/** Takes entries of audit logs out of files; what an earlier file or a pull brought stays theirs. */
export async function stageGovernance(store: Store, batch: BatchFacts): Promise<GovernanceStage> {
  const connection = await store.connect()
  const spool = await openSpool(connection.db)
  const names = newNames()
  let lines = 0
  let [first, last] = [Infinity, -Infinity]
  return {
    async add(events) {
      for (const { tool, source, atMicros } of events) {
        names.number('tool', tool)
        names.number('source', source)
        const at = Number(atMicros / 1000n)
        first = Math.min(first, at)
        last = Math.max(last, at)
      }
      lines += events.length
      await spool.add('governance', events)
    },
    async apply({ dryRun }) {
      await spool.flush()
      const dayOf = (at: number) => (lines === 0 ? null : dayAt(at, batch.bucketZone))
      const span = { firstDay: dayOf(first), lastDay: dayOf(last) }
      return dryRunnable(connection.db, dryRun, async (tx) => {
        await addNames(tx, names)
        await requireKeys(tx, store.keys)
        await spool.rekey(tx)
        const number = dryRun ? null : await recordBatch(tx, batch, { lines, ...span })
        const stored = await storeGovernance(tx, spool, { at: batch.at, batch: number })
        return { batch: number, ...span, ...stored }
      })
    },
    async [Symbol.asyncDispose]() {
      await spool.drop()
      await connection[Symbol.asyncDispose]()
    },
  }
}
