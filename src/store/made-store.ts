import { existsSync, openAsBlob, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { PGlite } from '@electric-sql/pglite'

import { templateFile } from './template-file.ts'

/**
 * The database in the folder. One that is not there is made, in a tenth of the time where the install
 * left one to copy. A making that was cut short left nothing of anybody's: it begins again.
 */
export async function madeStore(dataDir: string, template = templateFile()): Promise<PGlite> {
  const making = `${dataDir}.making`
  if (existsSync(making)) rmSync(dataDir, { recursive: true, force: true })
  else if (existsSync(join(dataDir, 'PG_VERSION'))) return PGlite.create({ dataDir })
  writeFileSync(making, '')
  const kept = existsSync(template) ? { loadDataDir: await openAsBlob(template) } : {}
  const pg = await PGlite.create({ dataDir, ...kept })
  rmSync(making)
  return pg
}
