import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import { type CallName, type Door, faultOf, formFault } from './fault.ts'
import type { MeasuredRow } from './measured.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(0).nullable()
/** Strict: a field that is not here cannot come out of the child. */
const row = z.strictObject({
  at: z.int(),
  id: hash,
  person: hash.nullable(),
  conversation: hash.nullable(),
  model: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._:/-]{0,63}$/)
    .nullable(),
  feature: z.enum(['chat', 'agents', 'cli', 'team_ai', 'document_chat']).nullable(),
  agent: z.boolean(),
  promptCharacters: size,
  outputCharacters: size,
  inputTokens: size,
  cacheReadTokens: size,
  cacheWriteTokens: size,
  outputTokens: size,
}) satisfies z.ZodType<MeasuredRow>
const said = z.union([
  z.strictObject({ rows: z.array(row) }),
  z.strictObject({
    end: z.strictObject({
      sha256: hash,
      refused: z.int().min(0),
      open: z.boolean(),
      partial: z.array(z.int().min(0)),
    }),
  }),
  z.strictObject({ fault: z.enum(['html', 'bug']) }),
])

export type MeasuredPage = {
  readonly rows: readonly MeasuredRow[]
  /** Lines that could not be read; said once, at the end. */
  readonly refused: number
  /** Lines, counted from 0, that leave something out; said once, at the end. */
  readonly partial: readonly number[]
}

const WORKER = fileURLToPath(new URL('./measure-worker.ts', import.meta.url))
const HOUSE = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * No writing to disk, no children, no debugger, no settings of ours: `--permission` leaves reading of
 * program files only. `ulimit -c 0` forbids core dumps, which would hold the text.
 */
function childOf(measurer: URL) {
  const node = [
    '--permission',
    `--allow-fs-read=${HOUSE}src/*`,
    `--allow-fs-read=${HOUSE}package.json`,
    `--allow-fs-read=${fileURLToPath(measurer)}`,
    '--disable-sigusr1',
    '--no-warnings',
    WORKER,
    measurer.href,
  ]
  const shell = ['-c', 'ulimit -c 0 && exec "$0" "$@"', process.execPath, ...node]
  // What it might say of its own trouble could quote the text: nobody listens to stderr.
  return process.platform === 'win32'
    ? spawn(process.execPath, node, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
    : spawn('/bin/sh', shell, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
}

/**
 * Reads lines of JSON that hold text in a child process, which gives back how long it was and who said
 * it when, but no text. The bytes pass through unread and never touch the disk.
 * @throws UserError when the feed is HTML, is cut off, or is not the file its listing names
 */
export async function* measured(
  body: ReadableStream<Uint8Array>,
  options: {
    /** The module whose `measurer` reads a line. */
    readonly measurer: URL
    readonly door: Door
    readonly call: CallName
    readonly now: () => number
    readonly signal: AbortSignal
    /** SHA-256 that the vendor says the file has. */
    readonly sha256?: string | undefined
  },
): AsyncGenerator<MeasuredPage> {
  const { door, call, now, signal, sha256 } = options
  const child = childOf(options.measurer)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const feeding = pipeline(Readable.fromWeb(body as never), child.stdin, { signal }).then(
    () => undefined,
    (error: unknown) => {
      child.kill('SIGKILL')
      return error ?? new Error('the feed ended')
    },
  )
  let end: Extract<z.infer<typeof said>, { end: unknown }>['end'] | undefined
  try {
    for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) {
      const read = said.safeParse(jsonOr(line))
      if (!read.success) throw new Error('the measuring process said what it may not')
      if ('fault' in read.data) {
        if (read.data.fault === 'html') throw formFault(door, call, 'HTML, not lines of JSON')
        throw new Error('the measuring process failed')
      }
      if ('end' in read.data) end = read.data.end
      else yield { rows: read.data.rows, refused: 0, partial: [] }
    }
    const broken = await feeding
    await ended
    if (broken !== undefined && end === undefined) throw faultOf(broken, { door, call, now: now() })
    if (!end) throw new Error('the measuring process ended early')
    if (end.open || (sha256 !== undefined && sha256 !== end.sha256))
      throw formFault(door, call, 'a file that is cut off: it is not the one its listing names')
    yield { rows: [], refused: end.refused, partial: end.partial }
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}

function jsonOr(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
