import type { Ingest } from '#ingest.ts'

import { listBatches } from './batches.ts'
import { importDirectory } from './directory.ts'
import { stageGovernance } from './import-governance.ts'
import { importPeriods } from './import-periods.ts'
import { requireKeys } from './pseudonym-key.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { takeEvent } from './rekey-stage.ts'
import { importSeats } from './seats.ts'
import { reportDigest, reportStage } from './stage-reports.ts'
import { usageStage } from './stage-usage.ts'
import { openStage } from './stage.ts'
import type { Store } from './store.ts'
import { undoBatch } from './undo.ts'

/** Whatever changes usage, people or seats. Days that change are rebuilt before it resolves. */
export function ingest(store: Store): Ingest {
  const { db, keys } = store
  return {
    stageUsage: (batch) =>
      openStage(store, batch, {
        kind: usageStage,
        id: (event) => event.id,
        digest: (event) => event.digest,
        keys: takeEvent,
      }),
    stageReports: (batch) =>
      openStage(store, batch, { kind: reportStage, id: () => null, digest: reportDigest }),
    stageGovernance: (batch) => stageGovernance(store, batch),
    async directory(rows, batch, options) {
      await requireKeys(db, keys)
      const change = await importDirectory(db, rows, { batch, ...options })
      if (!options.dryRun) await rebuildDirtyDays(db)
      return change
    },
    async seats(rows, batch, { dryRun }) {
      await requireKeys(db, keys)
      return importSeats(db, rows, { batch, dryRun })
    },
    async periods(given, batch, options) {
      await requireKeys(db, keys)
      return importPeriods(db, given, { batch, ...options })
    },
    list: () => listBatches(db),
    async undo(batch) {
      await undoBatch(db, batch)
      return rebuildDirtyDays(db)
    },
  }
}
