import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { RowBatch } from '#core/import/outcome.ts'

/** A folder for one test, removed after it. */
export async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'ai-usage-'))
  return {
    path,
    async file(name: string, content: string | Uint8Array): Promise<string> {
      await writeFile(join(path, name), content)
      return join(path, name)
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  }
}

export async function all<Row>(batches: AsyncIterable<RowBatch<Row>>) {
  const rows: Row[] = []
  const rejected: RowBatch<Row>['rejected'][number][] = []
  for await (const batch of batches) {
    rows.push(...batch.rows)
    rejected.push(...batch.rejected)
  }
  return { rows, rejected }
}
