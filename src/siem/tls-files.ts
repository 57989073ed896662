import { readFile } from 'node:fs/promises'

import type { TlsFiles } from '#core/siem/address.ts'

/** What the files hold now: a certificate that was renewed is used from the next connection on. */
export async function readTls(
  files: TlsFiles,
): Promise<{ readonly [Name in keyof TlsFiles]: Buffer }> {
  const read = Object.entries(files).map(
    async ([name, path]) => [name, await readFile(path)] as const,
  )
  return Object.fromEntries(await Promise.all(read))
}
