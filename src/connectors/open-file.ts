import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'

import { UserError } from '#core/errors.ts'

/** A file to import: its bytes (already unzipped) and what they look like. */
export type OpenFile = {
  /** Base name, for messages. */
  readonly name: string
  readonly format: 'csv' | 'ndjson' | 'json-list'
  /** Ends with an error that names the file when it cannot be read to its end. */
  readonly bytes: AsyncIterable<Buffer>
  /** Bytes of the stored file read so far. */
  read(): number
}

const CHUNK = 1 << 18
const HEAD = 4096

/** What a file that is neither text nor gzip starts with. */
const FOREIGN: readonly (readonly [string, string, string])[] = [
  [
    'PK\u0003\u0004',
    'is a zip archive or an Excel workbook',
    'Unzip it, or save the sheet as CSV.',
  ],
  ['PAR1', 'is a Parquet file', 'Convert it to CSV or NDJSON first.'],
  ['\u00ff\u00fe', 'is UTF-16 text', 'Save it as UTF-8.'],
  ['\u00fe\u00ff', 'is UTF-16 text', 'Save it as UTF-8.'],
  ['%PDF', 'is a PDF', 'Export CSV or NDJSON instead.'],
  ['\u00d0\u00cf\u0011\u00e0', 'is an old Excel workbook', 'Save the sheet as CSV.'],
]

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['does not exist', 'Check the path.'],
  EACCES: ['may not be read', 'Give this user the right to read it.'],
  EISDIR: ['is a folder', 'Name the files in it, for example usage/*.csv.'],
  Z_BUF_ERROR: ['is cut off', 'Copy it again: the gzip file ends too early.'],
  Z_DATA_ERROR: ['is a damaged gzip file', 'Copy it again.'],
}

function readable(name: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = REASONS[code]
  return known ? new UserError(`${name} ${known[0]}`, known[1]) : error
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path)
  const head = Buffer.alloc(HEAD)
  const { bytesRead } = await file.read(head, 0, HEAD, 0)
  return head.subarray(0, bytesRead)
}

function refuseForeign(name: string, head: Buffer): void {
  const start = head.toString('latin1')
  const foreign = FOREIGN.find(([magic]) => start.startsWith(magic))
  if (foreign) throw new UserError(`${name} ${foreign[1]}`, foreign[2])
  if (head.includes(0))
    throw new UserError(`${name} is not text`, 'Give a CSV or NDJSON file in UTF-8.')
}

function formatOf(name: string, head: Buffer): OpenFile['format'] {
  const start = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('{')) return 'ndjson'
  return start.startsWith('[') && !/\.csv(\.gz)?$/i.test(name) ? 'json-list' : 'csv'
}

async function* named(name: string, first: Buffer, rest: AsyncIterator<Buffer>) {
  yield first
  try {
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } catch (error) {
    throw readable(name, error)
  } finally {
    await rest.return?.()
  }
}

/** @throws UserError when the file is missing, unreadable, or no text */
export async function openFile(path: string): Promise<OpenFile> {
  const name = basename(path)
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    const zipped = (await headOf(path)).subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))
    const file = createReadStream(path, { highWaterMark: CHUNK })
    const unzip = zipped ? createGunzip({ chunkSize: CHUNK }) : undefined
    if (unzip) file.on('error', (error) => unzip.destroy(error)).pipe(unzip)
    const bytes: AsyncIterator<Buffer> = (unzip ?? file)[Symbol.asyncIterator]()
    const first = await bytes.next()
    const head: Buffer = first.done ? Buffer.alloc(0) : first.value
    refuseForeign(name, head.subarray(0, HEAD))
    const format = formatOf(name, head.subarray(0, HEAD))
    return { name, format, bytes: named(name, head, bytes), read: () => file.bytesRead }
  } catch (error) {
    throw readable(name, error)
  }
}

/** Bytes of all files as stored. @throws UserError when one is missing */
export async function sizeOf(paths: readonly string[]): Promise<number> {
  let size = 0
  for (const path of paths) {
    try {
      size += (await stat(path)).size
    } catch (error) {
      throw readable(basename(path), error)
    }
  }
  return size
}

const MOST_WHOLE = 1 << 26

/** A file read whole. @throws UserError when it is larger than 64 MiB */
export async function readWhole(path: string): Promise<string> {
  const { name, bytes } = await openFile(path)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > MOST_WHOLE) throw new UserError(`${name} is larger than 64 MiB`, 'Split it.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}
