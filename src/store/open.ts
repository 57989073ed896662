import { join } from 'node:path'

import { openEmbedded } from './embedded.ts'
import type { Store } from './store.ts'

/**
 * PostgreSQL where `databaseUrl` is given, else the embedded store in `dataDir` (default `./data`).
 * Call `migrate` before use.
 * @throws UserError when the database cannot be reached, or another process holds the folder
 */
export async function openStore(options: {
  readonly databaseUrl?: string | undefined
  readonly dataDir?: string | undefined
}): Promise<Store> {
  if (options.databaseUrl) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(options.databaseUrl)
  }
  return openEmbedded(options.dataDir ?? join(process.cwd(), 'data'))
}
