import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { Worker } from 'node:worker_threads'

import { hashOf, type Measure, type MeasuredRow } from '#connectors/api/measured.ts'

/** A measurer gone bad: tries to carry text out, and says by numbers what it could do. */
const ROW: MeasuredRow = {
  at: 1,
  id: hashOf('row'),
  person: null,
  conversation: null,
  model: null,
  feature: null,
  agent: false,
  promptCharacters: null,
  outputCharacters: null,
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
}

function could(attempt: () => unknown): 0 | 1 {
  try {
    attempt()
    return 1
  } catch {
    return 0
  }
}

const TRIES: Readonly<Record<string, (text: string) => unknown>> = {
  write: (text) => writeFileSync('/tmp/ai-usage-leak.txt', text),
  spawn: () => spawnSync('true'),
  inspect: () => new Session().connect(),
  thread: () => new Worker('', { eval: true }),
  environment: () => {
    if (
      Object.keys(process.env).every((name) => name === 'PWD' || name === '_' || name === 'SHLVL')
    )
      throw new Error('none')
  },
  dump: () => {
    const { userLimits } = process.report.getReport() as unknown as {
      userLimits: { core_file_size_blocks: { soft: unknown } }
    }
    if (String(userLimits.core_file_size_blocks.soft) === '0') throw new Error('none')
  },
}

export const measurer = (): Measure => ({
  take: (line) => {
    const { attempt, text } = line as { readonly attempt: string; readonly text: string }
    if (attempt === 'model') return [{ ...ROW, model: text }]
    if (attempt === 'field') return [{ ...ROW, note: text } as MeasuredRow]
    if (attempt === 'throw') throw new Error(text)
    return [{ ...ROW, promptCharacters: could(() => TRIES[attempt]?.(text)) }]
  },
  rest: () => [],
})
