import type { ImportOutcome } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Membership } from '#ingest.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, rejectedOf } from './import-rows.ts'
import type { ImportPorts } from './import-usage.ts'

export type ImportDirectory = ImportFacts &
  Pick<ImportFlags, 'dryRun' | 'strict' | 'yes'> & {
    readonly rows: readonly Membership[]
    readonly rejected: readonly Rejection[]
    /** The file adds to the directory instead of being all of it. */
    readonly merge: boolean
  }

/**
 * Imports who sits where. A file that is the whole directory but for rejected rows is no reason to
 * think that anyone left: without `yes` it is only added.
 */
export function importDirectory(
  request: ImportDirectory,
  { ingest, audit }: Pick<ImportPorts, 'ingest' | 'audit'>,
): Promise<ImportOutcome> {
  const { files, by, at, rows, merge, dryRun, strict } = request
  const rejected = rejectedOf(request.rejected)
  const outcome = { kind: 'directory', batch: null, rows: rows.length, rejected } as const
  return audited(audit, request, async () => {
    if (strict && rejected.count > 0) return { ...outcome, result: 'strict' }
    if (rows.length === 0) return { ...outcome, result: 'empty' }
    const addedOnly = !merge && rejected.count > 0 && !request.yes
    const batch = { kind: 'directory', files, by, at, bucketZone: 'UTC' } as const
    const directory = await ingest.directory(rows, batch, {
      merge: merge || addedOnly,
      dryRun,
    })
    const result = dryRun ? 'planned' : 'applied'
    return { ...outcome, result, directory, ...(addedOnly && { addedOnly }) }
  })
}
