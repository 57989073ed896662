import { createHash } from 'node:crypto'

import { linesOf } from '#connectors/text-lines.ts'

import type { Measure, MeasuredRow } from './measured.ts'

/**
 * The child process that reads text to measure it. It gets bytes on stdin and writes rows of numbers,
 * enums and hashes to stdout; it never writes text anywhere, its own errors included.
 */
type Said =
  | { readonly rows: readonly MeasuredRow[] }
  | {
      readonly end: {
        readonly sha256: string
        readonly refused: number
        readonly open: boolean
        readonly partial: readonly number[]
      }
    }
  | { readonly fault: 'html' | 'bug' }

const say = (said: Said) =>
  new Promise<void>((resolve) => {
    process.stdout.write(`${JSON.stringify(said)}\n`, () => resolve())
  })

async function* hashed(hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of process.stdin) {
    hash.update(chunk as Buffer)
    yield chunk as Buffer
  }
}

function parsed(text: string | null): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function measure(path: string): Promise<void> {
  const { measurer } = (await import(path)) as { readonly measurer: () => Measure }
  const { take, rest, partial } = measurer()
  const hash = createHash('sha256')
  let refused = 0
  let open = false
  let place = -1
  const lacking: number[] = []
  for await (const batch of linesOf(hashed(hash))) {
    const rows: MeasuredRow[] = []
    if (batch.first === 1 && /^\s*</.test(batch.lines[0] ?? '')) return say({ fault: 'html' })
    for (const [at, text] of batch.lines.entries()) {
      if (text?.trim() === '') continue
      place += 1
      const value = parsed(text)
      // A page beyond the longest line is one that leaves all of it out.
      if (partial && (text === null || partial(value))) {
        lacking.push(place)
        continue
      }
      const read = value === undefined ? undefined : take(value)
      if (read === undefined) {
        refused += 1
        open = value === undefined && batch.open && at === batch.lines.length - 1
      } else rows.push(...read)
    }
    if (rows.length > 0) await say({ rows })
  }
  const last = rest()
  if (last.length > 0) await say({ rows: last })
  return say({ end: { sha256: hash.digest('hex'), refused, open, partial: lacking } })
}

try {
  await measure(process.argv[2] ?? '')
} catch {
  // What went wrong may quote the text: only that it went wrong is said.
  await say({ fault: 'bug' })
}
