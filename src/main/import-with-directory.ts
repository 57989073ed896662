import type { ImportRequest } from '#cli/doors.ts'
import { directoryRows } from '#connectors/directory.ts'
import { readMapping } from '#connectors/mapping.ts'
import { UserError } from '#core/errors.ts'
import type { ImportOutcome } from '#core/import/outcome.ts'

import { importFiles } from './import-files.ts'
import type { OpenHouse } from './open-house.ts'

/** Imports, with who sits where read beside it and kept in memory meanwhile, where that is given. */
export async function importWithDirectory(
  request: ImportRequest,
  house: OpenHouse,
): Promise<ImportOutcome> {
  const door = { ...house, pseudonyms: house.doorPseudonyms }
  const { directory } = request.options
  if (directory === undefined) return importFiles(request, door)
  const mapping = await readMapping({ map: [], set: [], ignore: [], assign: [] }, request.cwd)
  const { rows, rejected } = await directoryRows([directory], { ...door, mapping })
  const [first] = rejected
  if (first)
    throw new UserError(
      `${first.file}:${first.line}: ${first.field ?? 'the line'} ${first.why}`,
      `${first.fix} Who is not in the directory would be counted in no unit.`,
    )
  return house.withDirectory(rows, () => importFiles(request, door))
}
