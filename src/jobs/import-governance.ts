import type { ImportOutcome, ImportProgress, RowBatch } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { GovernanceRow, Ingest } from '#ingest.ts'
import type { Audit } from '#ports.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, SHOWN } from './import-rows.ts'

export type ImportGovernance = ImportFacts &
  Pick<ImportFlags, 'dryRun' | 'strict'> & {
    readonly rows: AsyncIterable<RowBatch<GovernanceRow>>
    /** The workspace's zone. */
    readonly zone: string
    readonly onProgress?: (progress: ImportProgress) => void
  }

type Ports = { readonly ingest: Pick<Ingest, 'stageGovernance'>; readonly audit: Audit }

/** Imports entries of audit logs. Rules of alerts look at them as at those of a pull: history pages nobody. */
export function importGovernance(
  { rows: batches, zone, dryRun, strict, onProgress, ...facts }: ImportGovernance,
  { ingest, audit }: Ports,
): Promise<ImportOutcome> {
  const { files, by, at } = facts
  return audited(audit, facts, async () => {
    const batch = { kind: 'governance', files, by, at, bucketZone: zone } as const
    await using stage = await ingest.stageGovernance(batch)
    const first: Rejection[] = []
    let [rows, unknown, count] = [0, 0, 0]
    for await (const { rows: given, rejected, bytes, ofBytes } of batches) {
      await stage.add(given.map(({ event }) => event))
      rows += given.length
      unknown += given.filter(({ isKnown }) => !isKnown).length
      count += rejected.length
      first.push(...rejected.slice(0, SHOWN - first.length))
      onProgress?.({ phase: 'reading', rows, done: bytes, of: ofBytes })
    }
    const rejected = { count, first }
    const outcome = { kind: 'governance', batch: null, rows, rejected } as const
    if (strict && count > 0) return { ...outcome, result: 'strict' }
    if (rows === 0) return { ...outcome, result: 'empty' }
    const { batch: number, ...added } = await stage.apply({ dryRun })
    const result = dryRun ? 'planned' : 'applied'
    return { ...outcome, result, batch: number, governance: { ...added, unknown } }
  })
}
