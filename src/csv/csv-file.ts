import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { MadeFile } from '#ports.ts'

import { csvLines, type Row } from './write-csv.ts'

/** What is no longer than this is held in memory; the rest goes to disk. */
const HELD_BYTES = 4 * 1024 * 1024
const CHUNK_BYTES = 256 * 1024

type How = {
  /** The mark by which Excel knows that it is UTF-8. */
  readonly bom: boolean
  /** Told how many rows there are, after each page. */
  readonly wrote?: (rows: number) => void
  readonly heldBytes?: number
}

/** A table as CSV, page by page: however long it is, little of it is in memory at once. */
export async function csvFile(
  head: readonly string[],
  pages: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>,
  { bom, wrote, heldBytes = HELD_BYTES }: How,
): Promise<MadeFile> {
  let held: Buffer[] = []
  let disk: FileHandle | undefined
  let bytes = 0
  let rows = 0
  const put = async (text: string) => {
    const chunk = Buffer.from(text)
    bytes += chunk.byteLength
    held.push(chunk)
    if (disk === undefined && bytes <= heldBytes) return
    disk ??= await nameless()
    await disk.writeFile(Buffer.concat(held))
    held = []
  }
  try {
    await put(csvLines([head], { bom }))
    for await (const page of pages) {
      await put(csvLines(page))
      rows += page.length
      wrote?.(rows)
    }
  } catch (error) {
    await disk?.close()
    throw error
  }
  return {
    rows,
    bytes,
    async *read(from = 0, to = bytes) {
      if (disk === undefined) yield Buffer.concat(held).subarray(from, to)
      else yield* chunks(disk, from, to)
    },
    [Symbol.asyncDispose]: async () => disk?.close(),
  }
}

/** A file that has no name any more once it is open: whatever becomes of this process, nothing stays behind. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `ai-usage-${randomUUID()}.csv`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

async function* chunks(file: FileHandle, from: number, to: number): AsyncIterable<Uint8Array> {
  for (let at = from; at < to;) {
    const into = Buffer.alloc(Math.min(CHUNK_BYTES, to - at))
    const { bytesRead } = await file.read(into, 0, into.byteLength, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield into.subarray(0, bytesRead)
  }
}
