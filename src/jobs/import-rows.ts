import type { ImportOutcome, ImportProgress, RowBatch } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Stage } from '#ingest.ts'

/** Rejections that are told; the others are counted. */
export const SHOWN = 20

/** The first rejections, and how many there were. */
export type Rejected = { readonly count: number; readonly first: readonly Rejection[] }

export function rejectedOf(rejected: readonly Rejection[]): Rejected {
  return { count: rejected.length, first: rejected.slice(0, SHOWN) }
}

export type ImportFlags = {
  /** Say what would happen; write nothing. */
  readonly dryRun: boolean
  /** Write nothing when any row is rejected. */
  readonly strict: boolean
  /** Days may lose more than a fifth of their lines. */
  readonly yes: boolean
  /** The file is the whole truth of its (source, day)s, also where lines have ids. */
  readonly replace: boolean
}

type Filled = { readonly rows: number; readonly rejected: Rejected }

async function fill<Row>(
  stage: Stage<Row>,
  batches: AsyncIterable<RowBatch<Row>>,
  onProgress: (progress: ImportProgress) => void,
): Promise<Filled> {
  const first: Rejection[] = []
  let [rows, count] = [0, 0]
  for await (const batch of batches) {
    for (const row of batch.rows) {
      const full = stage.add(row)
      if (full) await full
    }
    rows += batch.rows.length
    count += batch.rejected.length
    first.push(...batch.rejected.slice(0, SHOWN - first.length))
    onProgress({ phase: 'reading', rows, done: batch.bytes, of: batch.ofBytes })
  }
  return { rows, rejected: { count, first } }
}

/** Why nothing is written, if nothing is. */
function held(
  { rows, rejected }: Filled,
  shrinks: boolean,
  flags: ImportFlags,
): Exclude<ImportOutcome['result'], 'applied'> | undefined {
  if (flags.strict && rejected.count > 0) return 'strict'
  if (rows === 0) return 'empty'
  if (flags.dryRun) return 'planned'
  return shrinks && !flags.yes ? 'shrinks' : undefined
}

/**
 * Streams rows into the stage, plans, and applies unless a flag or a finding holds it back. The
 * caller disposes the stage.
 */
export async function importRows<Row>(
  stage: Stage<Row>,
  batches: AsyncIterable<RowBatch<Row>>,
  options: {
    readonly flags: ImportFlags
    readonly onProgress: (progress: ImportProgress) => void
  },
): Promise<Omit<ImportOutcome, 'kind'>> {
  const { flags, onProgress } = options
  const filled = await fill(stage, batches, onProgress)
  const plan = await stage.plan({ replace: flags.replace })
  const result = held(filled, plan.shrinks.length > 0, flags)
  if (result) return { result, batch: null, ...filled, plan }
  const applied = await stage.apply({
    replace: flags.replace,
    onProgress: (done, of) => onProgress({ phase: 'rebuilding', rows: filled.rows, done, of }),
  })
  return { result: 'applied', batch: applied.batch, ...filled, plan: applied.plan }
}
