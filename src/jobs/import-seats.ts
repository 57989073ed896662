import type { ImportOutcome } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Seat } from '#ingest.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, rejectedOf } from './import-rows.ts'
import type { ImportPorts } from './import-usage.ts'

export type ImportSeats = ImportFacts &
  Pick<ImportFlags, 'dryRun' | 'strict'> & {
    readonly rows: readonly Seat[]
    readonly rejected: readonly Rejection[]
  }

/** Imports licences: pools bought, and who holds them. */
export function importSeats(
  request: ImportSeats,
  { ingest, audit }: Pick<ImportPorts, 'ingest' | 'audit'>,
): Promise<ImportOutcome> {
  const { files, by, at, rows, dryRun, strict } = request
  const rejected = rejectedOf(request.rejected)
  const outcome = { kind: 'seats', batch: null, rows: rows.length, rejected } as const
  return audited(audit, request, async () => {
    if (strict && rejected.count > 0) return { ...outcome, result: 'strict' }
    if (rows.length === 0) return { ...outcome, result: 'empty' }
    const batch = { kind: 'seats', files, by, at, bucketZone: 'UTC' } as const
    const seats = await ingest.seats(rows, batch, { dryRun })
    return { ...outcome, result: dryRun ? 'planned' : 'applied', seats }
  })
}
