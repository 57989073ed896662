import type { Contracts } from '#books.ts'
import type { Contract } from '#core/contract/contract.ts'
import type { ImportOutcome } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Audit } from '#ports.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, rejectedOf } from './import-rows.ts'

export type ImportContracts = ImportFacts &
  Pick<ImportFlags, 'dryRun' | 'strict'> & {
    readonly rows: readonly Contract[]
    readonly rejected: readonly Rejection[]
  }

/** Imports what was agreed with vendors. Each line replaces the one of its tool, plan and first day. */
export function importContracts(
  request: ImportContracts,
  { contracts, audit }: { readonly contracts: Contracts; readonly audit: Audit },
): Promise<ImportOutcome> {
  const { by, at, rows, dryRun, strict } = request
  const rejected = rejectedOf(request.rejected)
  const outcome = { kind: 'contracts', batch: null, rows: rows.length, rejected } as const
  return audited(audit, request, async () => {
    if (strict && rejected.count > 0) return { ...outcome, result: 'strict' }
    if (rows.length === 0) return { ...outcome, result: 'empty' }
    const set = await contracts.set(rows, { by, at, dryRun })
    return { ...outcome, result: dryRun ? 'planned' : 'applied', contracts: set }
  })
}
