import type { DirectoryChange, ImportOutcome } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { upheaval } from '#core/import/upheaval.ts'
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
 * think that anyone left: without `yes` it is only added. Nor is one that takes more than a fifth of
 * the people out of their teams applied without `yes`.
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
    const put = (only: boolean) =>
      ingest.directory(rows, batch, { merge: merge || addedOnly, dryRun: only })
    const said = { ...outcome, ...(addedOnly && { addedOnly }) }
    if (dryRun) return { ...said, result: 'planned', directory: await put(true) }
    // Looked at first: a file of one office taken for the whole company empties the others.
    const preview = request.yes ? undefined : await put(true)
    if (preview && upheaval({ ...preview, before: beforeOf(preview) }))
      return { ...said, result: 'shrinks', directory: preview }
    return { ...said, result: 'applied', directory: await put(false) }
  })
}

const beforeOf = ({ people, joined, left }: DirectoryChange): number => people - joined + left
