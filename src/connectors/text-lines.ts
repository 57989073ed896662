/** Longer lines are no usage lines; they are skipped unread. */
export const MOST_LINE_BYTES = 1 << 20

const NEWLINE = 10
const BOM = Buffer.of(0xef, 0xbb, 0xbf)

export type Lines = {
  /** Number of the first line, from 1. Lines follow one another. */
  readonly first: number
  /** Without their line ends; null for a line that was too long to read. */
  readonly lines: readonly (string | null)[]
  /** True when the last line ended without a line end: the file may be cut off. */
  readonly open: boolean
}

/** Splits bytes into lines, holding at most one chunk and one line. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let first = 1
  let start = true
  for await (const read of bytes) {
    const chunk = start && read.subarray(0, 3).equals(BOM) ? read.subarray(3) : read
    start = false
    const end = chunk.lastIndexOf(NEWLINE)
    if (end < 0) {
      pendingBytes += chunk.length
      // What is longer than a line may be is not kept, only counted.
      if (pendingBytes <= MOST_LINE_BYTES) pending.push(chunk)
      else pending = []
      continue
    }
    const tooLong = pendingBytes > MOST_LINE_BYTES
    const from = tooLong ? chunk.indexOf(NEWLINE) : 0
    const whole = Buffer.concat([...pending, chunk.subarray(from, end)])
    const lines = split(whole)
    if (tooLong) lines[0] = null
    yield { first, lines, open: false }
    first += lines.length
    pending = [chunk.subarray(end + 1)]
    pendingBytes = chunk.length - end - 1
  }
  if (pendingBytes === 0) return
  const last = pendingBytes > MOST_LINE_BYTES ? [null] : split(Buffer.concat(pending))
  yield { first, lines: last, open: true }
}

function split(block: Buffer): (string | null)[] {
  const lines: (string | null)[] = block.toString('utf8').split('\n')
  for (const [at, line] of lines.entries()) {
    if (line === null) continue
    if (line.length > MOST_LINE_BYTES) lines[at] = null
    else if (line.endsWith('\r')) lines[at] = line.slice(0, -1)
  }
  return lines
}
