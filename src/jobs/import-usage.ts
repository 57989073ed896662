import type { ImportOutcome, ImportProgress, RowBatch } from '#core/import/outcome.ts'
import type { Day } from '#core/time/day.ts'
import type { Ingest, UsageEvent } from '#ingest.ts'
import type { Audit, Workspace } from '#ports.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, importRows } from './import-rows.ts'

export type ImportUsage = ImportFacts &
  ImportFlags & {
    readonly rows: AsyncIterable<RowBatch<UsageEvent>>
    /** The workspace's zone, in which the rows' days were cut. */
    readonly zone: string
    readonly through?: Day
    readonly onProgress?: (progress: ImportProgress) => void
  }

export type ImportPorts = {
  readonly ingest: Ingest
  readonly workspace: Workspace
  readonly audit: Audit
}

const silent = () => undefined

/** Imports messages and requests. The first import fixes the workspace's time zone. */
export function importUsage(request: ImportUsage, ports: ImportPorts): Promise<ImportOutcome> {
  const { files, by, at, zone, through } = request
  return audited(ports.audit, request, async () => {
    // Before a long file is read: days cut in another zone could not be stored.
    if (!request.dryRun) await ports.workspace.fixZone(request.zone)
    await using stage = await ports.ingest.stageUsage({
      kind: 'usage',
      files,
      by,
      at,
      bucketZone: zone,
      ...(through !== undefined && { through }),
    })
    const outcome = await importRows(stage, request.rows, {
      flags: request,
      onProgress: request.onProgress ?? silent,
    })
    return { kind: 'usage', ...outcome }
  })
}
