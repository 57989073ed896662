import type { Ingest } from '#ingest.ts'
import type { Audit } from '#ports.ts'

/** Takes an import back. @throws UserError when a newer import covers the same days */
export async function undoImport(
  batch: number,
  facts: { readonly by: string; readonly at: number },
  { ingest, audit }: { readonly ingest: Ingest; readonly audit: Audit },
): Promise<{ readonly days: number }> {
  const row = {
    at: facts.at,
    viewer: facts.by,
    place: 'command line',
    action: 'undo',
    command: `imports undo ${batch}`,
  } as const
  try {
    const { days } = await ingest.undo(batch)
    await audit.record({ ...row, outcome: 'done', detail: { batch, days } })
    return { days }
  } catch (error) {
    await audit.record({ ...row, outcome: 'failed', detail: { batch } })
    throw error
  }
}
