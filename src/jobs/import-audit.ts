import type { ImportOutcome } from '#core/import/outcome.ts'
import type { Audit, AuditRow } from '#ports.ts'

/** Who imports what, for the audit trail. `files` are base names. */
export type ImportFacts = {
  readonly command: string
  readonly files: readonly string[]
  readonly by: string
  readonly at: number
}

const OUTCOME: Record<ImportOutcome['result'], AuditRow['outcome']> = {
  applied: 'done',
  planned: 'answered',
  strict: 'refused',
  shrinks: 'refused',
  empty: 'refused',
}

/** Runs an import and leaves one audit row, also when it fails. */
export async function audited(
  audit: Audit,
  facts: ImportFacts,
  run: () => Promise<ImportOutcome>,
): Promise<ImportOutcome> {
  const row = (outcome: AuditRow['outcome'], detail: AuditRow['detail']): AuditRow => ({
    at: facts.at,
    viewer: facts.by,
    place: 'command line',
    action: 'import',
    command: facts.command,
    outcome,
    detail: { files: facts.files.join(', '), ...detail },
  })
  let outcome: ImportOutcome
  try {
    outcome = await run()
  } catch (error) {
    await audit.record(row('failed', {}))
    throw error
  }
  const { result, batch, rows, rejected } = outcome
  await audit.record(row(OUTCOME[result], { result, batch, rows, rejected: rejected.count }))
  return outcome
}
