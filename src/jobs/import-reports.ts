import type { ImportOutcome, ImportProgress, RowBatch } from '#core/import/outcome.ts'
import type { Day } from '#core/time/day.ts'
import type { UsageReport } from '#ingest.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, importRows } from './import-rows.ts'
import type { ImportPorts } from './import-usage.ts'

export type ImportReports = ImportFacts &
  ImportFlags & {
    readonly rows: AsyncIterable<RowBatch<UsageReport>>
    /** The workspace's zone; the vendor's days stay as the vendor cut them. */
    readonly zone: string
    /** The zone of the vendor's days. */
    readonly bucketZone: string
    readonly through?: Day
    readonly onProgress?: (progress: ImportProgress) => void
  }

const silent = () => undefined

/** Imports what a vendor reports per person and day. */
export function importReports(request: ImportReports, ports: ImportPorts): Promise<ImportOutcome> {
  const { files, by, at, bucketZone, through } = request
  return audited(ports.audit, request, async () => {
    // Before a long file is read: days cut in another zone could not be stored.
    if (!request.dryRun) await ports.workspace.fixZone(request.zone)
    await using stage = await ports.ingest.stageReports({
      kind: 'github-copilot',
      files,
      by,
      at,
      bucketZone,
      ...(through !== undefined && { through }),
    })
    const outcome = await importRows(stage, request.rows, {
      flags: request,
      onProgress: request.onProgress ?? silent,
    })
    return { kind: 'github-copilot', ...outcome }
  })
}
