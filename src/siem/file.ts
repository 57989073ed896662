import { type FileHandle, open } from 'node:fs/promises'

import type { SiemRecord } from '#core/siem/record.ts'
import type { Sink } from '#forwarding.ts'

import { sinkError } from './code.ts'
import type { Write } from './write.ts'

/** Its owner writes, its group reads: the SIEM's agent. */
const MODE = 0o640
const NEWLINE = 10

/**
 * Appends lines to a file, and returns once the disk has them. It is opened for each batch, so whatever
 * rotates it may move it away at any time.
 */
export function file(path: string, write: Write): Sink['send'] {
  return async (records: readonly SiemRecord[]) => {
    try {
      await using found = await open(path, 'a+', MODE)
      // A process that died in the middle of a line leaves it: what follows begins a new one.
      const before = (await endsInLine(found)) ? '\n' : ''
      await found.appendFile(`${before}${records.map(write).join('\n')}\n`)
      await found.datasync()
    } catch (error) {
      throw sinkError(error)
    }
  }
}

async function endsInLine(found: FileHandle): Promise<boolean> {
  const { size } = await found.stat()
  if (size === 0) return false
  const { buffer } = await found.read({ buffer: Buffer.alloc(1), position: size - 1 })
  return buffer[0] !== NEWLINE
}
