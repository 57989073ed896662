import type { ImportOutcome, PeriodKind } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { PeriodRows } from '#ingest.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, rejectedOf } from './import-rows.ts'
import type { ImportPorts } from './import-usage.ts'

export type ImportPeriods = ImportFacts &
  Pick<ImportFlags, 'dryRun' | 'strict'> &
  PeriodRows & { readonly kind: PeriodKind; readonly rejected: readonly Rejection[] }

/** Imports what people did in weeks or months, and who holds a seat where it says so. Never days. */
export function importPeriods(
  request: ImportPeriods,
  { ingest, audit }: Pick<ImportPorts, 'ingest' | 'audit'>,
): Promise<ImportOutcome> {
  const { kind, files, by, at, periods, seats, dryRun, strict } = request
  const rejected = rejectedOf(request.rejected)
  const outcome = { kind, batch: null, rows: periods.length, rejected } as const
  return audited(audit, request, async () => {
    if (strict && rejected.count > 0) return { ...outcome, result: 'strict' }
    if (periods.length === 0) return { ...outcome, result: 'empty' }
    const batch = { kind, files, by, at, bucketZone: 'UTC' } as const
    const whole = rejected.count === 0
    const given = await ingest.periods({ periods, seats }, batch, { whole, dryRun })
    const result = dryRun ? 'planned' : 'applied'
    return { ...outcome, result, periods: { ...given, whole, saysSeats: seats !== null } }
  })
}
