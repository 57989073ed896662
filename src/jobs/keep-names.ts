import type { DisplayNames, KeptNames, NamedAccount } from '#books.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Audit } from '#ports.ts'

type Given = {
  readonly names: readonly NamedAccount[]
  readonly rejected: readonly Rejection[]
}
type Facts = { readonly by: string; readonly at: number; readonly dryRun: boolean }
type House = { readonly displayNames: DisplayNames; readonly audit: Audit }

/** Keeps a list of names in place of the one before. Only how many there are is in the trail. */
export async function keepNames(
  { names, rejected }: Given,
  { by, at, dryRun }: Facts,
  { displayNames, audit }: House,
): Promise<KeptNames> {
  // The list is all there is: whose line can't be read would lose their name.
  const [first] = rejected
  if (first)
    throw new UserError(
      // Not what it says: that would be somebody.
      `${first.file}:${first.line}: ${first.field ?? 'the line'} ${first.why}, and nothing was changed`,
      `${first.fix} The list is all there is.`,
    )
  if (dryRun) return displayNames.keep(names, { dryRun })
  const facts = { at, viewer: by, place: 'command line', action: 'import' } as const
  const row = { ...facts, command: 'import names [file]' } as const
  try {
    return await displayNames.keep(names, {
      dryRun,
      row: (detail) => ({ ...row, outcome: 'done', detail }),
    })
  } catch (error) {
    await audit.record({ ...row, outcome: 'failed', detail: {} })
    throw error
  }
}
