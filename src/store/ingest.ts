import type { Ingest } from '#ingest.ts'

import { listBatches } from './batches.ts'
import { importDirectory } from './directory.ts'
import { importPeriods } from './import-periods.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { importSeats } from './seats.ts'
import { reportDigest, reportStage } from './stage-reports.ts'
import { usageStage } from './stage-usage.ts'
import { openStage } from './stage.ts'
import type { Store } from './store.ts'
import { undoBatch } from './undo.ts'

/** Whatever changes usage, people or seats. Days that change are rebuilt before it resolves. */
export function ingest(store: Store): Ingest {
  const { db } = store
  return {
    stageUsage: (batch) =>
      openStage(store, batch, {
        kind: usageStage,
        id: (event) => event.id,
        digest: (event) => event.digest,
      }),
    stageReports: (batch) =>
      openStage(store, batch, { kind: reportStage, id: () => null, digest: reportDigest }),
    async directory(rows, batch, options) {
      const change = await importDirectory(db, rows, { batch, ...options })
      if (!options.dryRun) await rebuildDirtyDays(db)
      return change
    },
    seats: (rows, batch, { dryRun }) => importSeats(db, rows, { batch, dryRun }),
    periods: (given, batch, options) => importPeriods(db, given, { batch, ...options }),
    list: () => listBatches(db),
    async undo(batch) {
      await undoBatch(db, batch)
      return rebuildDirtyDays(db)
    },
  }
}
