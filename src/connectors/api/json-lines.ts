import { linesOf } from '#connectors/text-lines.ts'

import { type CallName, type Door, faultOf, formFault } from './fault.ts'

/** One line of an NDJSON file; `value` is undefined where `fault` says why. */
export type JsonLine = {
  readonly line: number
  readonly value: unknown
  readonly fault?: 'is not JSON' | 'is longer than 1 MiB'
}

/**
 * The lines of an NDJSON answer as they come, in batches; empty lines are skipped.
 * @throws UserError when it ends within a line or is HTML: the file is not whole
 */
export async function* jsonLines(
  body: ReadableStream<Uint8Array>,
  where: { readonly door: Door; readonly call: CallName; readonly now: () => number },
): AsyncGenerator<readonly JsonLine[]> {
  const { door, call } = where
  try {
    for await (const { first, lines, open } of linesOf(buffers(body))) {
      const batch: JsonLine[] = []
      for (const [at, text] of lines.entries()) {
        const line = first + at
        if (text === null) batch.push({ line, value: undefined, fault: 'is longer than 1 MiB' })
        else if (text.trim() !== '') batch.push(read(text, line))
      }
      const last = batch.at(-1)
      if (first === 1 && /^\s*<(!doctype|html)/i.test(lines.join('\n').slice(0, 200)))
        throw formFault(door, call, 'HTML, not lines of JSON')
      if (open && last?.fault !== undefined)
        throw formFault(door, call, `lines of JSON that end within line ${last.line}`)
      yield batch
    }
  } catch (error) {
    throw faultOf(error, { door, call, now: where.now() })
  }
}

function read(text: string, line: number): JsonLine {
  try {
    return { line, value: JSON.parse(text) as unknown }
  } catch {
    return { line, value: undefined, fault: 'is not JSON' }
  }
}

async function* buffers(body: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of body)
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
