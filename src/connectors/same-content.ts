import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'

import { UserError } from '#core/errors.ts'

import { sizeOf } from './open-file.ts'

async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Only files of equal size are read. @throws UserError when two files hold the same */
export async function refuseSameContent(paths: readonly string[]): Promise<void> {
  const sizes = await Promise.all(paths.map((path) => sizeOf([path])))
  const seen = new Map<string, string>()
  for (const [at, path] of paths.entries()) {
    const size = sizes[at]
    if (sizes.indexOf(size ?? 0) === sizes.lastIndexOf(size ?? 0)) continue
    const content = await contentOf(path)
    const other = seen.get(content)
    if (other !== undefined)
      throw new UserError(
        `${basename(path)} and ${basename(other)} hold the same lines`,
        'Name each file once: its lines would count twice.',
      )
    seen.set(content, path)
  }
}
